package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private static final Application LISTED = Cors.builder()
            .origins("https://app.example", "http://localhost:3000")
            .methods("GET", "PUT")
            .headers("Content-Type", "X-Own")
            .expose("X-Total")
            .credentials()
            .maxAge(Duration.ofHours(1))
            .build()
            .wrap(Apps.HELLO);

    private static TestGateway preflight(String origin) {
        return TestGateway.of("OPTIONS", "/").header("Origin", origin).header("Access-Control-Request-Method", "PUT");
    }

    @Test
    void wrap_listedOrigin_isNamed() throws Exception {
        var answer =
                TestGateway.get("/").header("Origin", "https://app.example").send(LISTED);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("https://app.example");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Access-Control-Expose-Headers")).isEqualTo("X-Total");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://app.example.evil.example",
                "http://app.example",
                "https://APP.example",
                "https://app.example:443",
                "https://app.example/",
                ""
            })
    void wrap_otherOrigin_getsTheAnswer_andNoLeave(String origin) throws Exception {
        var answer = TestGateway.get("/").header("Origin", origin).send(LISTED);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.headers).noneMatch(field -> field.name().startsWith("Access-Control"));
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        var preflight = preflight(origin).send(LISTED);
        assertThat(preflight.headers).noneMatch(field -> field.name().startsWith("Access-Control"));
    }

    @Test
    void wrap_noOrigin_variesAllTheSame() throws Exception {
        assertThat(TestGateway.get("/").send(LISTED).header("Vary")).isEqualTo("Origin");
    }

    @Test
    void wrap_preflight_isAnsweredWithoutTheApplication() throws Exception {
        var answer = preflight("http://localhost:3000").send(LISTED);
        assertThat(answer.code()).isEqualTo(204);
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("http://localhost:3000");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, PUT");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("Content-Type, X-Own");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(answer.header("Vary"))
                .contains("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");
    }

    @Test
    void wrap_optionsThatIsNoPreflight_goesToTheApplication() throws Exception {
        assertThat(TestGateway.of("OPTIONS", "/")
                        .header("Origin", "https://app.example")
                        .send(LISTED)
                        .text())
                .isEqualTo("hello");
        assertThat(TestGateway.of("OPTIONS", "/")
                        .header("Access-Control-Request-Method", "PUT")
                        .send(LISTED)
                        .text())
                .isEqualTo("hello");
    }

    @Test
    void anyOrigin_isAStar_withoutCredentials() throws Exception {
        var site = Cors.builder().anyOrigin().build().wrap(Apps.HELLO);
        var answer = TestGateway.get("/").header("Origin", "https://x.example").send(site);
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("*");
        assertThat(answer.headers.contains("Access-Control-Allow-Credentials")).isFalse();
        assertThat(answer.header("Vary")).isEmpty();
        assertThat(preflight("null").send(site).header("Access-Control-Allow-Methods"))
                .isEqualTo("GET, HEAD, POST");
    }

    @Test
    void wrap_headersOfTheApplication_doNotCount_andVaryIsKept() throws Exception {
        var own = Headers.of(
                "Content-Type", "a/b", ALLOW_ORIGIN, "*", "Access-Control-Allow-Credentials", "true", "Vary", "Accept");
        var site = Cors.builder().origins("https://app.example").build().wrap(Apps.answers("200 OK", own, Body.of("")));
        var answer =
                TestGateway.get("/").header("Origin", "https://evil.example").send(site);
        assertThat(answer.headers.contains(ALLOW_ORIGIN)).isFalse();
        assertThat(answer.headers.contains("Access-Control-Allow-Credentials")).isFalse();
        assertThat(answer.header("Vary")).isEqualTo("Accept, Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "app.example",
                "https://app.example/",
                "https://App.example",
                "https://app.example:443",
                "http://app.example:80",
                "https://u@app.example",
                "https://app.example?x",
                "https://a b"
            })
    void origins_malformed_throws(String origin) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.builder().origins(origin));
    }

    @Test
    void build_anyOriginWithCredentials_throws() {
        var builder = Cors.builder().anyOrigin().credentials();
        assertThatIllegalStateException().isThrownBy(builder::build);
        var listed = Cors.builder().anyOrigin().origins("https://app.example");
        assertThatIllegalStateException().isThrownBy(listed::build);
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.builder().maxAge(Duration.ofSeconds(-1)));
    }
}
