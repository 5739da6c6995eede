package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.util.Iterator;
import java.util.List;

/** Applications to put middleware around. */
final class Apps {

    static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    static final Application HELLO = says("hello");

    private Apps() {}

    static Application says(String text) {
        return answers("200 OK", TEXT, Body.of(text));
    }

    static Application answers(String status, Headers headers, Iterable<byte[]> body) {
        return (environ, startResponse) -> {
            startResponse.start(status, headers);
            return body;
        };
    }

    static Application fails(Exception failure) {
        return (environ, startResponse) -> {
            throw failure;
        };
    }

    /** Gives one block. */
    @FunctionalInterface
    interface Step {
        byte[] give() throws Exception;
    }

    static Step block(String text) {
        return () -> text.getBytes(UTF_8);
    }

    /** A body that is made step by step; counts what is asked of it. */
    static final class Blocks implements Iterable<byte[]>, AutoCloseable {
        int asked;
        int closed;
        private final List<Step> steps;

        Blocks(Step... steps) {
            this.steps = List.of(steps);
        }

        @Override
        public Iterator<byte[]> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return asked < steps.size();
                }

                @Override
                public byte[] next() {
                    return step();
                }
            };
        }

        private byte[] step() {
            try {
                return steps.get(asked++).give();
            } catch (Exception e) {
                throw Apps.<RuntimeException>sneaked(e);
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E sneaked(Exception e) throws E {
        throw (E) e;
    }
}
