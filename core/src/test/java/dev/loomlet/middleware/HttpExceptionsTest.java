package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.web.CountedBody;
import dev.loomlet.web.HttpException;
import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Lint;
import java.util.ArrayList;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class HttpExceptionsTest {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    private static Application through(Application application) {
        return new HttpExceptions().wrap(new Lint().wrap(application));
    }

    @Test
    void exceptionOfTheCall_isAnswered() throws Exception {
        var sent = Sent.get(through((environ, startResponse) -> {
            throw HttpException.forbidden("no");
        }));
        assertThat(sent.status().code()).isEqualTo(403);
        assertThat(sent.body()).contains("no");
    }

    @Test
    void exceptionBehindStart_takesTheResponsesPlace() throws Exception {
        var errors = new ArrayList<Throwable>();
        var thrown = HttpException.notFound();
        Application app = through((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            throw thrown;
        });
        var body = app.call(Sent.environ("GET", "/"), (status, headers, error) -> {
            errors.add(error);
            return block -> {};
        });
        assertThat(errors).containsExactly(null, thrown);
        assertThat(new String(body.iterator().next(), UTF_8)).contains("404");
    }

    @Test
    void exceptionBehindTheFirstByte_goesOnToTheServer() {
        var thrown = HttpException.notFound();
        Application app = through((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT).write(new byte[] {'a'});
            throw thrown;
        });
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> app.call(Sent.environ("GET", "/"), (status, headers, error) -> {
                    if (error instanceof RuntimeException unchecked) {
                        throw unchecked;
                    }
                    return block -> {};
                }))
                .isSameAs(thrown);
    }

    @Test
    void exceptionOfTheFirstBlock_isAnswered_andBothBodiesAreClosed() throws Exception {
        var body = new Throwing(HttpException.gone("long gone"));
        var sent = Sent.get(through((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            return body;
        }));
        assertThat(sent.status().code()).isEqualTo(410);
        assertThat(sent.body()).contains("long gone");
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void exceptionOfTheFirstBlock_toHead_isAnsweredWithoutBody() throws Exception {
        var sent = Sent.request("HEAD", through((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            return new Throwing(HttpException.gone("long gone"));
        }));
        assertThat(sent.status().code()).isEqualTo(410);
        assertThat(sent.body()).isEmpty();
    }

    @Test
    void otherBodies_passAsTheyAre() throws Exception {
        var list = Body.of("hello");
        Application app = new HttpExceptions().wrap((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            return list;
        });
        assertThat(app.call(Sent.environ("GET", "/"), (status, headers, error) -> block -> {}))
                .isSameAs(list);
        var counted = new CountedBody("a", "", "b");
        var sent = Sent.get(through((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            return counted;
        }));
        assertThat(sent.body()).isEqualTo("ab");
        assertThat(counted.closed).isEqualTo(1);
    }

    @Test
    void otherExceptions_pass() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Sent.get(through((environ, startResponse) -> {
                    throw new IllegalStateException("a fault");
                })));
    }

    /** A generator that throws at its first step. */
    private static final class Throwing implements Iterable<byte[]>, AutoCloseable {
        private final HttpException e;
        private int closed;

        Throwing(HttpException e) {
            this.e = e;
        }

        @Override
        public Iterator<byte[]> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public byte[] next() {
                    throw e;
                }
            };
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
