package dev.loomlet.middleware;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link AccessLogging} learns of one request. On its thread. */
final class LoggedCall implements StartResponse {

    private final Environ environ;
    private final StartResponse startResponse;
    private final Consumer<? super AccessEntry> entries;
    private final Instant time = Instant.now();
    private final long startNanos = System.nanoTime();
    private final String requestLine;
    private final boolean hasBody;
    private Headers headers = Headers.empty();
    private int status;
    private long bytes;
    private final boolean endsAtClose;
    private boolean over;

    /** Ends by itself in a posthook, where the server has such; else at close. */
    LoggedCall(Environ environ, StartResponse startResponse, Consumer<? super AccessEntry> entries) {
        this.environ = environ;
        this.startResponse = startResponse;
        this.entries = entries;
        this.requestLine = environ.method() + " " + target(environ) + " " + environ.protocol();
        this.hasBody = !environ.method().equals("HEAD");
        this.endsAtClose = !(environ.get(Environ.POSTHOOKS) instanceof List);
        if (!endsAtClose) {
            environ.addPosthook(afterwards -> end());
        }
    }

    private static String target(Environ environ) {
        if (environ.get(Environ.REQUEST_URI) instanceof String uri) {
            return uri;
        }
        var query = environ.queryString();
        return environ.scriptName() + environ.pathInfo() + (query.isEmpty() ? "" : "?" + query);
    }

    @Override
    public Writer start(String newStatus, Headers newHeaders, @Nullable Throwable error) {
        var writer = startResponse.start(newStatus, newHeaders, error);
        status = Status.parse(newStatus).code();
        headers = newHeaders;
        return block -> {
            writer.write(block);
            count(block.length);
        };
    }

    private void count(long more) {
        bytes += hasBody ? more : 0;
    }

    /** Returns what counts the result's blocks; a list and a file as they are. */
    Iterable<byte[]> counted(Iterable<byte[]> result) {
        switch (result) {
            case List<byte[]> blocks -> blocks.forEach(block -> count(block.length));
            case FileWrapper file -> count(length(file));
            default -> {
                return new Counted(result);
            }
        }
        if (endsAtClose) {
            end();
        }
        return result;
    }

    private long length(FileWrapper file) {
        var length = headers.first("Content-Length");
        return length.isPresent()
                ? Long.parseLong(length.get())
                : file.channel().map(LoggedCall::bytesLeft).orElse(0L);
    }

    private static long bytesLeft(FileChannel channel) {
        try {
            return Math.max(0, channel.size() - channel.position());
        } catch (IOException e) {
            return 0;
        }
    }

    void fail() {
        status = status == 0 ? 500 : status;
    }

    /** The application threw, so that nothing will be closed. */
    void failAndEnd() {
        fail();
        if (endsAtClose) {
            end();
        }
    }

    /** Gives the entry, the first time only. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        var user = Optional.ofNullable(environ.get(AccessLogging.REMOTE_USER)).map(Object::toString);
        entries.accept(new AccessEntry(
                environ.remoteAddr(),
                user,
                time,
                requestLine,
                status,
                bytes,
                Duration.ofNanos(System.nanoTime() - startNanos),
                environ.header("Referer"),
                environ.header("User-Agent")));
    }

    /** The blocks as they come. */
    private final class Counted implements Iterable<byte[]>, AutoCloseable {
        private final Iterable<byte[]> result;

        Counted(Iterable<byte[]> result) {
            this.result = result;
        }

        @Override
        public Iterator<byte[]> iterator() {
            var blocks = failing(result::iterator);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return failing(blocks::hasNext);
                }

                @Override
                public byte[] next() {
                    var block = failing(blocks::next);
                    count(block.length);
                    return block;
                }
            };
        }

        @Override
        public void close() throws IOException {
            try {
                Body.close(result);
            } finally {
                if (endsAtClose) {
                    end();
                }
            }
        }

        private <T> T failing(Supplier<T> step) {
            try {
                return step.get();
            } catch (RuntimeException | Error e) {
                fail();
                throw e;
            }
        }
    }
}
