package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Lint;
import dev.loomlet.wsgi.Writer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTest {

    private final List<String> warnings = new ArrayList<>();

    private Result call(Application application) throws Exception {
        return Request.blank("/").call(new Lint(warnings::add).wrap(application));
    }

    /** A result that counts how often it is closed. */
    private static final class Closing implements Iterable<byte[]>, AutoCloseable {
        private final Iterable<byte[]> blocks;
        private int closed;

        Closing(Iterable<byte[]> blocks) {
            this.blocks = blocks;
        }

        @Override
        public Iterator<byte[]> iterator() {
            return blocks.iterator();
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static Iterable<byte[]> failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void result_isStatusHeadersAndAllBlocks_writtenOnesFirst() throws Exception {
        var result = call((environ, startResponse) -> {
            var write =
                    startResponse.start("201 Created", Headers.of("Content-Type", "text/plain; charset=iso-8859-1"));
            write.write(new byte[] {'a'});
            return Body.of(new byte[] {(byte) 0xe4}, new byte[0]);
        });
        assertThat(result.status().code()).isEqualTo(201);
        assertThat(result.header("content-type")).contains("text/plain; charset=iso-8859-1");
        assertThat(result.headers().size()).isOne();
        assertThat(result.body()).containsExactly('a', 0xe4);
        assertThat(result.text()).isEqualTo("a\u00e4");
        assertThat(result.blocks()).hasSize(3);
        assertThat(result.error()).isEmpty();
        assertThat(result).hasToString("201 Created, 2 bytes");
        assertThat(warnings).isEmpty();
    }

    @Test
    void environ_hasWhatTheContractAsksFor_inEveryFormOfRequest() throws Exception {
        Application app = new Lint(warnings::add).wrap(Response.text("ok"));
        assertThat(Request.blank("/a?b=c").call(app).text()).isEqualTo("ok");
        assertThat(Request.blank("/a")
                        .baseUrl("https://example.org/app")
                        .field("a", "1")
                        .call(app)
                        .text())
                .isEqualTo("ok");
        assertThat(Request.blank("http://example.org").call(app).text()).isEqualTo("ok");
        assertThat(warnings).isEmpty();
    }

    @Test
    void result_isClosedOnce_alsoIfItsIteratorFails() throws Exception {
        var closing = new Closing(Body.of("x"));
        call((environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
            return closing;
        });
        assertThat(closing.closed).isOne();
        var failure = new IllegalArgumentException("broken");
        var broken = new Closing(failing(failure));
        assertThatThrownBy(() -> call((environ, startResponse) -> {
                    startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
                    return broken;
                }))
                .isSameAs(failure);
        assertThat(broken.closed).isOne();
    }

    @Test
    void posthooks_runAtTheEnd_allOfThem_alsoIfTheApplicationThrows() {
        var ran = new ArrayList<String>();
        assertThatThrownBy(() -> Request.blank("/").call((environ, startResponse) -> {
                    environ.addPosthook(e -> {
                        ran.add("first");
                        throw new IllegalStateException("hook");
                    });
                    environ.addPosthook(e -> ran.add("second"));
                    throw new IOException("application");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("application");
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void startedAgainWithAnError_isThatResponse() throws Exception {
        var error = new IOException("oh");
        var result = Request.blank("/").call((environ, startResponse) -> {
            startResponse.start("200 OK", Headers.empty());
            startResponse.start("500 Internal Server Error", Headers.empty(), error);
            return Body.of("sorry");
        });
        assertThat(result.status().code()).isEqualTo(500);
        assertThat(result.error()).contains(error);
        assertThat(result.body()).isEqualTo("sorry".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void startedAgainWithAnErrorBehindTheFirstByte_throwsTheError() {
        var unchecked = new IllegalArgumentException("oh");
        assertThatThrownBy(() -> Request.blank("/").call((environ, startResponse) -> {
                    startResponse.start("200 OK", Headers.empty()).write(new byte[1]);
                    startResponse.start("500 Internal Server Error", Headers.empty(), unchecked);
                    return Body.empty();
                }))
                .isSameAs(unchecked);
        var checked = new IOException("oh");
        assertThatThrownBy(() -> Request.blank("/").call((environ, startResponse) -> {
                    startResponse.start("200 OK", Headers.empty()).write(new byte[1]);
                    startResponse.start("500 Internal Server Error", Headers.empty(), checked);
                    return Body.empty();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(checked);
    }

    @Test
    void breachesOfTheContract_areTold() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Request.blank("/").call((environ, startResponse) -> Body.empty()));
        assertThatIllegalStateException()
                .isThrownBy(() -> Request.blank("/").call((environ, startResponse) -> Body.of("x")));
        assertThatIllegalStateException()
                .isThrownBy(() -> Request.blank("/").call((environ, startResponse) -> {
                    startResponse.start("200 OK", Headers.empty());
                    startResponse.start("200 OK", Headers.empty());
                    return Body.empty();
                }));
    }

    @Test
    void write_behindTheEnd_isRefused() throws Exception {
        var kept = new ArrayList<Writer>();
        Request.blank("/").call((environ, startResponse) -> {
            kept.add(startResponse.start("200 OK", Headers.empty()));
            return Body.empty();
        });
        assertThatIllegalStateException().isThrownBy(() -> kept.getFirst().write(new byte[1]));
    }
}
