package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.web.Network;
import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backend is told of the client, and what a client cannot make it believe. */
class ProxyFieldsTest {

    private static final String[] CLAIMS = {
        "Host", "www.example:81",
        "X-Forwarded-For", "198.51.100.1",
        "X-Forwarded-Proto", "https",
        "X-Forwarded-Host", "claimed.example",
        "X-Forwarded-Prefix", "/p",
        "X-Forwarded-Port", "1",
        "X-Real-IP", "198.51.100.1",
        "Forwarded", "for=198.51.100.1",
        "Via", "1.0 fred"
    };

    private static List<String> fields(ForwardConfigBuilder builder, Environ environ) {
        var config = builder.build();
        return ForwardHeaders.of(environ, config, new ProxyFields(config)).stream()
                .map(Headers.Field::toString)
                .filter(field -> !field.startsWith("User-Agent"))
                .collect(Collectors.toList());
    }

    private static Environ from(String address, String... namesAndValues) {
        var environ = Sent.environ("GET", "/", namesAndValues);
        environ.put(Environ.HEADERS_RAW, Headers.of(namesAndValues));
        environ.put(Environ.REMOTE_ADDR, address);
        return environ;
    }

    @Test
    void claims_ofAPeerThatIsNotTrusted_areDropped() {
        assertThat(fields(ForwardConfig.builder().forwarded(true), from("192.0.2.7", CLAIMS)))
                .containsExactlyInAnyOrder(
                        "X-Forwarded-For: 192.0.2.7",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: www.example:81",
                        "Forwarded: for=192.0.2.7;host=\"www.example:81\";proto=http",
                        "Via: 1.0 fred, 1.1 loomlet");
    }

    @Test
    void claims_ofAPeerThatIsTrusted_areKeptAndAddedTo() {
        var config = ForwardConfig.builder().forwarded(true).trusted(Network.parse("192.0.2.0/24"));
        var environ = from("::ffff:192.0.2.7", CLAIMS);
        environ.put(Environ.SCRIPT_NAME, "/mount");

        assertThat(fields(config, environ))
                .containsExactlyInAnyOrder(
                        "X-Forwarded-For: 198.51.100.1, 192.0.2.7",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: claimed.example",
                        "X-Forwarded-Prefix: /p/mount",
                        "Forwarded: for=198.51.100.1, for=192.0.2.7;host=\"www.example:81\";proto=http",
                        "Via: 1.0 fred, 1.1 loomlet");
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::1, 'for=\"[2001:db8:0:0:0:0:0:1]\";proto=http'", "unix, for=unknown;proto=http"})
    void forwarded_ofOtherPeers_isAsTheRfcHasIt(String address, String expected) {
        assertThat(fields(
                        ForwardConfig.builder()
                                .forwarded(true)
                                .xForwarded(false)
                                .via(""),
                        from(address)))
                .containsExactly("Forwarded: " + expected);
    }

    @Test
    void host_thatTriesToEndItsString_doesNot() {
        assertThat(fields(
                        ForwardConfig.builder()
                                .forwarded(true)
                                .xForwarded(false)
                                .via(""),
                        from("192.0.2.7", "Host", "a\";for=evil;x=\"\\")))
                .containsExactly("Forwarded: for=192.0.2.7;host=\"a\\\";for=evil;x=\\\"\\\\\";proto=http");
    }
}
