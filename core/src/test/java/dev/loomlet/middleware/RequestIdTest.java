package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Test
    void wrap_makesAnIdForEachRequest_inEnvironAndResponse() throws Exception {
        var ids = new HashSet<String>();
        for (int i = 0; i < 3; i++) {
            var answer = TestGateway.get("/").send(new RequestId().wrap(Apps.HELLO));
            var id = RequestId.of(answer.environ).orElseThrow();
            assertThat(id).matches("[0-9a-f-]{36}");
            assertThat(answer.header("X-Request-ID")).isEqualTo(id);
            assertThat(answer.environ.header("X-Request-ID")).contains(id);
            ids.add(id);
        }
        assertThat(ids).hasSize(3);
    }

    @Test
    void wrap_idOfTheClient_isReplaced() throws Exception {
        var answer = TestGateway.get("/").header("X-Request-ID", "mine").send(new RequestId().wrap(Apps.HELLO));
        assertThat(answer.header("X-Request-ID")).hasSize(36);
        assertThat(answer.environ.header("X-Request-ID")).contains(answer.header("X-Request-ID"));
    }

    @Test
    void trusting_saneId_isKept() throws Exception {
        var answer = TestGateway.get("/")
                .header("X-Request-ID", "a-B_9.")
                .send(RequestId.trusting().wrap(Apps.HELLO));
        assertThat(answer.header("X-Request-ID")).isEqualTo("a-B_9.");
        assertThat(RequestId.of(answer.environ)).contains("a-B_9.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "é", "a,b", "<x>"})
    void trusting_otherId_isReplaced(String id) throws Exception {
        var site = RequestId.trusting().wrap(Apps.HELLO);
        assertThat(TestGateway.get("/").header("X-Request-ID", id).send(site).header("X-Request-ID"))
                .hasSize(36);
        assertThat(TestGateway.get("/")
                        .header("X-Request-ID", "a".repeat(129))
                        .send(site)
                        .header("X-Request-ID"))
                .hasSize(36);
    }

    @Test
    void of_requestThatHasNone_isEmpty() {
        assertThat(RequestId.of(TestGateway.get("/").environ)).isEmpty();
    }
}
