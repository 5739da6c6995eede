package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {

    @Test
    void wrap_addsThem() throws Exception {
        var answer = TestGateway.get("/").send(new SecurityHeaders().wrap(Apps.HELLO));
        assertThat(answer.headers)
                .extracting(Headers.Field::toString)
                .containsExactly(
                        "Content-Type: text/plain",
                        "X-Content-Type-Options: nosniff",
                        "X-Frame-Options: DENY",
                        "Referrer-Policy: same-origin",
                        "Cross-Origin-Opener-Policy: same-origin");
    }

    @Test
    void wrap_whatTheApplicationSet_stays() throws Exception {
        var own = Headers.of("Content-Type", "a/b", "x-frame-options", "SAMEORIGIN");
        var site = new SecurityHeaders().wrap(Apps.answers("200 OK", own, Body.of("")));
        assertThat(TestGateway.get("/").send(site).headers.all("X-Frame-Options"))
                .containsExactly("SAMEORIGIN");
    }

    @Test
    void with_without_andPolicies() throws Exception {
        var site = new SecurityHeaders()
                .without("X-Frame-Options")
                .with("Referrer-Policy", "no-referrer")
                .contentSecurityPolicy("default-src 'self'")
                .strictTransportSecurity(Duration.ofDays(365), /* includeSubDomains= */ true)
                .wrap(Apps.HELLO);
        var answer = TestGateway.get("/").with("wsgi.url_scheme", "https").send(site);
        assertThat(answer.headers.contains("X-Frame-Options")).isFalse();
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(TestGateway.get("/").send(site).headers.contains("Strict-Transport-Security"))
                .isFalse();
    }

    @Test
    void with_whatCannotBeSent_throws() {
        var headers = new SecurityHeaders();
        assertThatIllegalArgumentException().isThrownBy(() -> headers.with("X", "a\nb"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> headers.strictTransportSecurity(Duration.ofDays(-1), /* includeSubDomains= */ false));
    }
}
