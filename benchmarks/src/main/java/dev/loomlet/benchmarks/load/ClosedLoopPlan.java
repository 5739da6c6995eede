package dev.loomlet.benchmarks.load;

import java.time.Duration;

/**
 * As many requests as the server answers: each connection sends the next when the one before is answered.
 *
 * @param target what is requested
 * @param connections how many connections there are at a time
 * @param pipelined how many requests are sent at once on a connection, before their answers are awaited; 1 without pipelining
 * @param connectionARequest whether each request has a connection of its own
 * @param uploadBytes 0 for GET, otherwise the length of the body of a POST
 * @param streams how many requests there are at a time on a connection of HTTP/2; 0 is HTTP/1.1
 * @param webSocket whether a request is a message that comes back, on a connection that was upgraded at its beginning
 * @param duration how long; wrk takes whole seconds, and is given the next higher
 * @param threads how many threads wrk has; the other generators have one
 */
public record ClosedLoopPlan(
        Target target,
        int connections,
        int pipelined,
        boolean connectionARequest,
        long uploadBytes,
        int streams,
        boolean webSocket,
        Duration duration,
        int threads) {

    private static final long MOST_BYTES_AT_ONCE = 64 << 20;

    /** A plan for HTTP/1.1 and one thread. */
    ClosedLoopPlan(
            Target target,
            int connections,
            int pipelined,
            boolean connectionARequest,
            long uploadBytes,
            Duration duration) {
        this(target, connections, pipelined, connectionARequest, uploadBytes, 0, /* webSocket= */ false, duration, 1);
    }

    /** Checks the values. */
    public ClosedLoopPlan {
        if (connections < 1 || pipelined < 1) {
            throw new IllegalArgumentException("at least one connection and one request on it are needed");
        }
        if (connectionARequest && pipelined > 1) {
            throw new IllegalArgumentException("a connection a request leaves nothing to pipeline");
        }
        if (streams < 0 || (streams > 0 && (pipelined > 1 || connectionARequest || uploadBytes > 0))) {
            throw new IllegalArgumentException("streams are GETs on connections that stay, and none is less than 0");
        }
        if (webSocket && (streams > 0 || pipelined > 1 || connectionARequest || uploadBytes > 0 || target.tls())) {
            throw new IllegalArgumentException("messages go one at a time over connections that stay, without TLS");
        }
        if (uploadBytes < 0 || uploadBytes > MOST_BYTES_AT_ONCE / pipelined) {
            throw new IllegalArgumentException("at most 64 MiB are uploaded at once on a connection");
        }
        if (threads < 1 || threads > connections) {
            throw new IllegalArgumentException("threads are 1 to the number of connections");
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a duration is positive");
        }
    }
}
