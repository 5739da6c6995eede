package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CascadeTest {

    private final List<String> calls = new ArrayList<>();

    private Application noting(String name, Application application) {
        return (environ, startResponse) -> {
            calls.add(name + " " + new String(environ.input().readAllBytes(), UTF_8) + environ.get("mark"));
            environ.put("mark", name);
            return application.call(environ, startResponse);
        };
    }

    private static Application nothing(String status) {
        return Apps.answers(status, Apps.TEXT, Body.of("nothing"));
    }

    @Test
    void call_triesUntilOneIsThere_eachWithTheRequestAsItCame() throws Exception {
        var site = Cascade.of(
                noting("a", nothing("404 Not Found")),
                noting("b", nothing("405 Method Not Allowed")),
                noting("c", Apps.says("here")),
                noting("d", Apps.says("never")));
        var answer = TestGateway.of("POST", "/").body("body").with("mark", "!").send(site);
        assertThat(answer.text()).isEqualTo("here");
        assertThat(answer.log).containsExactly("start 200 OK", "block here");
        assertThat(calls).containsExactly("a body!", "b body!", "c body!");
        assertThat(answer.environ).containsEntry("mark", "c");
    }

    @Test
    void wrap_triesTheWrappedLast_whoseAnswerCounts() throws Exception {
        var site = Middleware.compose(Cascade.of(nothing("405 Method Not Allowed")))
                .wrap(nothing("404 Not Found"));
        var answer = TestGateway.get("/").send(site);
        assertThat(answer.log).containsExactly("start 404 Not Found", "block nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "403 Forbidden", "410 Gone", "500 Internal Server Error"})
    void call_anotherStatus_counts(String status) throws Exception {
        assertThat(TestGateway.get("/").send(Cascade.of(nothing(status), Apps.HELLO)).status)
                .isEqualTo(status);
    }

    @Test
    void call_resultThatIsPassedOver_isClosed_andAnotherIsTheVeryObject() throws Exception {
        var dropped = new Apps.Blocks(Apps.block("x"));
        var body = new Apps.Blocks(Apps.block("y"));
        var site = Cascade.of(
                Apps.answers("404 Not Found", Apps.TEXT, dropped), Apps.answers("200 OK", Apps.TEXT, body), Apps.HELLO);
        assertThat(TestGateway.get("/").send(site).result()).isSameAs(body);
        assertThat(dropped.asked).isZero();
        assertThat(dropped.closed).isOne();
        assertThat(body.closed).isOne();
    }

    /** An application that starts its response in its second step. */
    private static Application late(String status, List<Apps.Blocks> made) {
        return (environ, startResponse) -> {
            var blocks = new Apps.Blocks(
                    Apps.block(""),
                    () -> {
                        startResponse.start(status, Apps.TEXT);
                        return "one".getBytes(UTF_8);
                    },
                    Apps.block("two"));
            made.add(blocks);
            return blocks;
        };
    }

    @Test
    void call_startInALaterStep_isWaitedFor_andNoStepMore() throws Exception {
        var made = new ArrayList<Apps.Blocks>();
        var site = Cascade.of(late("404 Not Found", made), late("200 OK", made), Apps.HELLO);
        var request = TestGateway.get("/");
        var answer = request.send((environ, startResponse) -> {
            var result = site.call(environ, startResponse);
            assertThat(made).extracting(blocks -> blocks.asked).containsExactly(2, 2);
            return result;
        });
        assertThat(answer.log).containsExactly("start 200 OK", "block one", "block two");
        assertThat(made).extracting(blocks -> blocks.closed).containsExactly(1, 1);
    }

    @Test
    void call_failureInALaterStep_goesOn_andTheResultIsClosed() {
        var blocks = new Apps.Blocks(() -> {
            throw new IllegalStateException("no");
        });
        var site = Cascade.of((environ, startResponse) -> blocks, Apps.HELLO);
        assertThatThrownBy(() -> TestGateway.get("/").send(site)).hasMessage("no");
        assertThat(blocks.closed).isOne();
    }

    @Test
    void call_writes_areDroppedWithTheirAnswer() throws Exception {
        Application writes = (environ, startResponse) -> {
            startResponse.start("404 Not Found", Apps.TEXT).write("dropped".getBytes(UTF_8));
            return Body.empty();
        };
        assertThat(TestGateway.get("/").send(Cascade.of(writes, Apps.HELLO)).log)
                .containsExactly("start 200 OK", "block hello");
    }

    @Test
    void call_writesMoreThanIsKept_counts() throws Exception {
        Application writes = (environ, startResponse) -> {
            var writer = startResponse.start("404 Not Found", Apps.TEXT);
            writer.write("a".getBytes(UTF_8));
            writer.write(new byte[Cascade.MAX_REPLAY]);
            return Body.of("b");
        };
        var answer = TestGateway.get("/").send(Cascade.of(writes, Apps.HELLO));
        assertThat(answer.code()).isEqualTo(404);
        assertThat(answer.text())
                .hasSize(Cascade.MAX_REPLAY + 2)
                .startsWith("a")
                .endsWith("b");
    }

    @Test
    void call_bodyReadBeyondWhatIsKept_itsAnswerCounts() throws Exception {
        var site = Cascade.of(noting("a", nothing("404 Not Found")), noting("b", Apps.HELLO));
        var fits = "x".repeat(Cascade.MAX_REPLAY);
        assertThat(TestGateway.of("POST", "/").body(fits).send(site).code()).isEqualTo(200);
        assertThat(calls.getLast()).isEqualTo("b " + fits + "null");
        assertThat(TestGateway.of("POST", "/").body(fits + "x").send(site).code())
                .isEqualTo(404);
    }

    @Test
    void call_answerReplacedByAnError_goesByTheLastStatus() throws Exception {
        Application changes = (environ, startResponse) -> {
            startResponse.start("404 Not Found", Apps.TEXT);
            startResponse.start("500 Internal Server Error", Apps.TEXT, new IllegalStateException());
            return Body.of("failed");
        };
        assertThat(TestGateway.get("/").send(Cascade.of(changes, Apps.HELLO)).code())
                .isEqualTo(500);
        Application gives = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            startResponse.start("404 Not Found", Apps.TEXT, new IllegalStateException());
            return Body.of("failed");
        };
        assertThat(TestGateway.get("/").send(Cascade.of(gives, Apps.HELLO)).code())
                .isEqualTo(404);
    }

    @Test
    void call_posthookOfWhatIsPassedOver_runs() throws Exception {
        Application hooks = (environ, startResponse) -> {
            environ.addPosthook(over -> calls.add("hook"));
            return nothing("404 Not Found").call(environ, startResponse);
        };
        TestGateway.get("/").send(Cascade.of(hooks, Apps.HELLO));
        assertThat(calls).containsExactly("hook");
    }

    @Test
    void of_none_throws() {
        assertThatIllegalArgumentException().isThrownBy(Cascade::of);
    }

    @Test
    void call_leavesTheEnvironTheSameObject() throws Exception {
        var seen = new ArrayList<Environ>();
        Application sees = (environ, startResponse) -> {
            seen.add(environ);
            return Apps.HELLO.call(environ, startResponse);
        };
        var request = TestGateway.get("/");
        request.send(Cascade.of(nothing("404 Not Found"), sees));
        assertThat(seen).allSatisfy(environ -> assertThat(environ).isSameAs(request.environ));
    }
}
