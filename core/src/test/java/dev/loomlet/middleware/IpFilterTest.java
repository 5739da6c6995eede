package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpFilterTest {

    private static final IpFilter ALLOW =
            IpFilter.allow("10.0.0.0/8", "2001:db8::/32", "192.0.2.7").except("10.9.0.0/16");
    private static final IpFilter DENY = IpFilter.deny("10.0.0.0/8", "::1").except("10.9.0.1");

    private static int code(IpFilter filter, String address) throws Exception {
        return TestGateway.get("/")
                .with("REMOTE_ADDR", address)
                .send(filter.wrap(Apps.HELLO))
                .code();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,200",
        "10.9.2.3,403",
        "11.0.0.1,403",
        "192.0.2.7,200",
        "192.0.2.8,403",
        "::ffff:10.1.2.3,200",
        "::ffff:10.9.2.3,403",
        "2001:db8:1::1,200",
        "2001:db9::1,403",
        "unix,403",
        "'',403",
        "010.1.2.3,403",
    })
    void allow_letsThroughWhatIsListed(String address, int code) throws Exception {
        assertThat(code(ALLOW, address)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,403",
        "10.9.0.1,200",
        "10.9.0.2,403",
        "11.0.0.1,200",
        "::1,403",
        "::2,200",
        "::ffff:10.1.2.3,403",
        "unix,200",
    })
    void deny_letsThroughWhatIsNotListed(String address, int code) throws Exception {
        assertThat(code(DENY, address)).isEqualTo(code);
    }

    @Test
    void wrap_noAddress_isNotAllowed() throws Exception {
        var answer = TestGateway.get("/").without("REMOTE_ADDR").send(ALLOW.wrap(Apps.HELLO));
        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.text()).doesNotContain("hello");
    }

    @Test
    void allow_malformedNetwork_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> IpFilter.allow("10.0.0.0/33"));
        assertThatIllegalArgumentException().isThrownBy(() -> IpFilter.deny("example.com"));
        assertThatIllegalArgumentException().isThrownBy(() -> ALLOW.except("10.0.0.1/8"));
    }
}
