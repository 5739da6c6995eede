package dev.loomlet.middleware;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One application's turn in a {@link Cascade}. A response that may be passed over is held back until the application has returned, or
 * for good; any other is passed on as it is started. On the request's thread.
 */
final class CascadeAttempt implements StartResponse {

    private static final Set<Integer> PASSED_OVER = Set.of(404, 405);

    private record Start(
            String status, Headers headers, @Nullable Throwable error) {}

    private final StartResponse startResponse;
    private final ReplayInput input;
    private final ByteArrayOutputStream heldBack = new ByteArrayOutputStream(0);
    private Optional<Start> held = Optional.empty();
    private Optional<Writer> passedOn = Optional.empty();

    CascadeAttempt(StartResponse startResponse, ReplayInput input) {
        this.startResponse = startResponse;
        this.input = input;
    }

    @Override
    public Writer start(String status, Headers headers, @Nullable Throwable error) {
        if (isStarted() && error == null) {
            throw new IllegalStateException("startResponse was called twice without an error");
        }
        boolean mayPass = PASSED_OVER.contains(Status.parse(status).code());
        if (passedOn.isPresent() || !mayPass) {
            held = Optional.empty();
            passedOn = Optional.of(startResponse.start(status, headers, error));
        } else {
            held = Optional.of(new Start(status, headers, error));
        }
        return this::write;
    }

    private boolean isStarted() {
        return held.isPresent() || passedOn.isPresent();
    }

    private void write(byte[] block) throws IOException {
        if (passedOn.isEmpty() && heldBack.size() + block.length > Cascade.MAX_REPLAY) {
            passOn();
        }
        if (passedOn.isPresent()) {
            passedOn.get().write(block);
        } else {
            heldBack.writeBytes(block);
        }
    }

    private void passOn() throws IOException {
        var start = held.orElseThrow();
        var writer = startResponse.start(start.status, start.headers, start.error);
        held = Optional.empty();
        passedOn = Optional.of(writer);
        if (heldBack.size() > 0) {
            writer.write(heldBack.toByteArray());
        }
    }

    /** Calls it; returns its result, or empty if it is passed over. */
    Optional<Iterable<byte[]>> call(Application application, Environ environ) throws Exception {
        var result = application.call(environ, this);
        try {
            if (isStarted()) {
                return settle(result, result);
            }
            var blocks = result.iterator();
            var first = Optional.<byte[]>empty();
            while (!isStarted() && blocks.hasNext()) {
                first = Optional.of(blocks.next());
            }
            var begun = first;
            return settle(result, new PassedResult(result, () -> new FirstThenRest(begun, blocks)));
        } catch (Exception | Error e) {
            closeAfter(e, result);
            throw e;
        }
    }

    private Optional<Iterable<byte[]>> settle(Iterable<byte[]> result, Iterable<byte[]> answer) throws Exception {
        if (held.isPresent() && input.canReplay()) {
            Body.close(result);
            return Optional.empty();
        }
        if (held.isPresent()) {
            passOn();
        }
        return Optional.of(answer);
    }

    private static void closeAfter(Throwable failure, Iterable<byte[]> result) {
        try {
            Body.close(result);
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** The block that was there when the response began, then the others. Before it there were only empty ones. */
    private static final class FirstThenRest implements Iterator<byte[]> {
        private Optional<byte[]> first;
        private final Iterator<byte[]> rest;

        FirstThenRest(Optional<byte[]> first, Iterator<byte[]> rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            return first.isPresent() || rest.hasNext();
        }

        @Override
        public byte[] next() {
            var block = first.isPresent() ? first.get() : rest.next();
            first = Optional.empty();
            return block;
        }
    }
}
