package dev.loomlet.server;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.vectors.ExpectedCall;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application that answers with the body it reads, and keeps what it was called with, by the port of the client, so that runs side by
 * side do not mix. Where the path begins with {@code /unread} it reads nothing.
 */
final class Recorder implements Application {

    /** The answer's field with method and target, by which a client knows what it is the answer to. */
    static final String ANSWERS = "X-Answers";

    /**
     * A call.
     *
     * @param environ the values of the keys that are looked at
     * @param input what became of the input
     * @param body what was read, a character for a byte
     * @param violation what was thrown at the reader
     */
    record Call(Map<String, String> environ, ExpectedCall.Input input, String body, Optional<Violation> violation) {}

    private final Set<String> keys;
    private final Map<String, List<Call>> calls = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** Looks at {@code keys} of each environ, one by one. */
    Recorder(Set<String> keys) {
        this.keys = keys;
    }

    /** How many calls there were. */
    long count() {
        return count.get();
    }

    /** Takes the calls that came from the client's port {@code port}. */
    List<Call> take(int port) {
        return Optional.ofNullable(calls.remove(Integer.toString(port))).orElse(List.of());
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws IOException {
        count.incrementAndGet();
        var seen = new HashMap<String, String>();
        for (var key : keys) {
            if (environ.get(key) instanceof String value) {
                seen.put(key, value);
            }
        }
        var body = new byte[0];
        var input = ExpectedCall.Input.UNREAD;
        if (!environ.pathInfo().startsWith("/unread")) {
            try {
                body = environ.input().readAllBytes();
                input = ExpectedCall.Input.READ;
            } catch (ProtocolException e) {
                keep(environ, new Call(seen, ExpectedCall.Input.BROKEN, "", Optional.of(e.violation())));
                throw e;
            }
        }
        keep(environ, new Call(seen, input, new String(body, StandardCharsets.ISO_8859_1), Optional.empty()));
        var target = environ.method() + " " + environ.get(Environ.REQUEST_URI);
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain", ANSWERS, target));
        return Body.of(body);
    }

    private void keep(Environ environ, Call call) {
        var port = (String) environ.get(Environ.REMOTE_PORT);
        calls.computeIfAbsent(port, key -> new ArrayList<>()).add(call);
    }
}
