package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.web.Authorization;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthTest {

    private static final Application SITE = BasicAuth.of(
                    "staff \"a\"", Map.of("ann", "secret", "jürgen", "pä:ss", "nobody", ""))
            .wrap(Apps.HELLO);

    private static TestGateway ask(String user, String password) throws Exception {
        return TestGateway.get("/")
                .header("Authorization", Authorization.basic(user, password).headerValue())
                .send(SITE);
    }

    @Test
    void wrap_rightPassword_letsThrough_andSaysWho() throws Exception {
        var answer = ask("ann", "secret");
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.environ).containsEntry("REMOTE_USER", "ann").containsEntry("AUTH_TYPE", "Basic");
        assertThat(ask("jürgen", "pä:ss").environ).containsEntry("REMOTE_USER", "jÃ¼rgen");
        assertThat(ask("nobody", "").code()).isEqualTo(200);
    }

    @Test
    void wrap_wrongOne_asksAgain() throws Exception {
        for (var answer : new TestGateway[] {
            ask("ann", "secre"), ask("ann", "secrets"), ask("ann", ""), ask("Ann", "secret"), ask("", ""), ask("x", "")
        }) {
            assertThat(answer.status).isEqualTo("401 Unauthorized");
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Basic realm=\"staff \\\"a\\\"\", charset=\"UTF-8\"");
            assertThat(answer.text()).doesNotContain("hello");
            assertThat(answer.environ).doesNotContainKey("REMOTE_USER");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic !",
                "Basic YW5u",
                "Bearer YW5uOnNlY3JldA==",
                "YW5uOnNlY3JldA==",
                "Basic a=\"b\"",
                "Basic /w=="
            })
    void wrap_malformed_asksAgain(String authorization) throws Exception {
        assertThat(TestGateway.get("/")
                        .header("Authorization", authorization)
                        .send(SITE)
                        .code())
                .isEqualTo(401);
    }

    @Test
    void wrap_schemeInAnyCase() throws Exception {
        assertThat(TestGateway.get("/")
                        .header("Authorization", "bASIC YW5uOnNlY3JldA==")
                        .send(SITE)
                        .code())
                .isEqualTo(200);
    }

    @Test
    void wrap_none_asks() throws Exception {
        assertThat(TestGateway.get("/").send(SITE).code()).isEqualTo(401);
    }

    @Test
    void of_checkThatFails_goesOn() {
        var site = BasicAuth.of("r", (user, password) -> {
                    throw new IOException("down");
                })
                .wrap(Apps.HELLO);
        var request = TestGateway.get("/")
                .header("Authorization", Authorization.basic("a", "b").headerValue());
        assertThatThrownBy(() -> request.send(site)).hasMessage("down");
    }

    @Test
    void of_realmThatCannotBeSent_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> BasicAuth.of("é", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> BasicAuth.of("a\n", Map.of()));
    }
}
