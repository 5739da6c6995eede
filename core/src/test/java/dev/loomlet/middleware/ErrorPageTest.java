package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

    private static final ErrorPage PAGE = new ErrorPage();

    @Test
    void wrap_exception_isAnsweredWith500_andWrittenToErrors() throws Exception {
        var answer = TestGateway.get("/x\n?secret").send(PAGE.wrap(Apps.fails(new IOException("inside"))));
        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("inside");
        assertThat(answer.errors.toString())
                .startsWith("the application failed at GET /x?")
                .contains("java.io.IOException: inside")
                .contains("ErrorPageTest")
                .doesNotContain("secret");
    }

    @Test
    void wrap_noException_changesNothing() throws Exception {
        var body = Body.of("hello");
        var answer = TestGateway.get("/").send(PAGE.wrap(Apps.answers("200 OK", Apps.TEXT, body)));
        assertThat(answer.result()).isSameAs(body);
        assertThat(answer.errors.toString()).isEmpty();
    }

    @Test
    void wrap_exceptionBehindStart_replacesTheResponse() throws Exception {
        var answer = TestGateway.get("/").send(PAGE.wrap((environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "image/png", "X-Own", "1"));
            throw new IllegalStateException();
        }));
        assertThat(answer.log.getFirst()).isEqualTo("start 200 OK");
        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.header("X-Own")).isEmpty();
    }

    @Test
    void wrap_exceptionBeforeTheFirstBlock_replacesTheResponse_andAllIsClosedOnce() throws Exception {
        var blocks = new Apps.Blocks(Apps.block(""), () -> {
            throw new IOException("late");
        });
        var answer = TestGateway.get("/").send(PAGE.wrap(Apps.answers("200 OK", Apps.TEXT, blocks)));
        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.text()).startsWith("500 ");
        assertThat(blocks.closed).isOne();
    }

    @Test
    void wrap_exceptionBehindTheFirstBlock_goesOn() {
        var failure = new IllegalStateException("late");
        var blocks = new Apps.Blocks(Apps.block("x"), () -> {
            throw failure;
        });
        var request = TestGateway.get("/");
        assertThatThrownBy(() -> request.send(PAGE.wrap(Apps.answers("200 OK", Apps.TEXT, blocks))))
                .isSameAs(failure);
        assertThat(request.log).containsExactly("start 200 OK", "block x");
        assertThat(blocks.closed).isOne();
        assertThat(request.errors.toString()).isEmpty();
    }

    @Test
    void wrap_exceptionBehindAWrite_goesOn() {
        var failure = new IllegalStateException("late");
        var request = TestGateway.get("/");
        assertThatThrownBy(() -> request.send(PAGE.wrap((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT).write("x".getBytes(UTF_8));
                    throw failure;
                })))
                .isSameAs(failure);
        assertThat(request.errors.toString()).isEmpty();
    }

    @Test
    void wrap_whatIsNoFaultOfTheApplication_goesOn() {
        var notFound = HttpException.notFound();
        assertThatThrownBy(() -> TestGateway.get("/").send(PAGE.wrap(Apps.fails(notFound))))
                .isSameAs(notFound);
        var interrupt = new InterruptedException();
        assertThatThrownBy(() -> TestGateway.get("/").send(PAGE.wrap(Apps.fails(interrupt))))
                .isSameAs(interrupt);
        assertThatThrownBy(() -> TestGateway.get("/").send(PAGE.wrap((environ, startResponse) -> {
                    throw new AssertionError("an error");
                })))
                .hasMessage("an error");
    }

    @Test
    void wrap_bodyThatFails_isTheClientsFault() {
        var request = TestGateway.of("POST", "/").with(Environ.WSGI_INPUT, new InputBody() {
            @Override
            protected int readBody(byte[] into, int offset, int length) throws IOException {
                throw new IOException("cut off");
            }
        });
        assertThatThrownBy(() -> request.send(PAGE.wrap((environ, startResponse) -> {
                    try {
                        environ.input().read();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    return Apps.HELLO.call(environ, startResponse);
                })))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void debug_showsStackAndEnviron_escaped_withSecretsMasked() throws Exception {
        var answer = TestGateway.get("/<b>?page=2&api_token=s1&x")
                .header("Cookie", "session=s2")
                .header("Authorization", "Basic s3")
                .header("X-Api-Key", "s4")
                .header("Accept", "text/<i>")
                .with(Environ.REQUEST_URI, "/x?password=s5&y=1")
                .with(Environ.HEADERS_RAW, Headers.of("Cookie", "session=s6", "Accept", "shown"))
                .with("my.things", Map.of("known", "s7"))
                .send(ErrorPage.debug().wrap(Apps.fails(new IllegalStateException("<script>alert(1)</script>"))));
        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.text())
                .contains("ErrorPageTest", "&lt;script&gt;alert(1)&lt;/script&gt;", "text/&lt;i&gt;", "/&lt;b&gt;")
                .contains("page=2&amp;api_token=********&amp;x", "/x?password=********&amp;y=1")
                .contains("Accept: shown", "HTTP_COOKIE", "[known]")
                .doesNotContain("<script>", "<i>", "<b>");
        for (int i = 1; i <= 7; i++) {
            assertThat(answer.text()).doesNotContain("s" + i);
        }
    }

    @Test
    void wrap_failureAndPage_areBothClosed_andIteratedInTurn() throws Exception {
        var blocks = new Apps.Blocks(() -> {
            throw new IllegalStateException();
        });
        var answer = TestGateway.of("HEAD", "/").send(PAGE.wrap((environ, startResponse) -> blocks));
        assertThat(answer.code()).isEqualTo(500);
        assertThat(blocks.closed).isOne();
        assertThat(answer.log).containsExactlyElementsOf(List.of("start 500 Internal Server Error", "block "));
    }
}
