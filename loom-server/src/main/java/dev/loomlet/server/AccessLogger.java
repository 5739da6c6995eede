package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.wsgi.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Collects the {@link AccessRecord} of one request after the other; does nothing if there is no access log. On the connection's thread. */
class AccessLogger {

    private static final AccessLogger NONE = new AccessLogger();

    private AccessLogger() {}

    /** One that all share where there is no access log. */
    static AccessLogger of(ServerConfig config, Peer peer) {
        return config.accessLog() instanceof NoAccessLog ? NONE : new Logging(config, peer);
    }

    void begin(RequestHead requestHead) {}

    void end(int status, long bodyBytes) {}

    private static final class Logging extends AccessLogger {

        private final ServerConfig config;
        private final Peer peer;
        private Optional<RequestHead> head = Optional.empty();
        private long startNanos;

        Logging(ServerConfig config, Peer peer) {
            this.config = config;
            this.peer = peer;
        }

        @Override
        void begin(RequestHead requestHead) {
            head = Optional.of(requestHead);
            startNanos = System.nanoTime();
        }

        @Override
        void end(int status, long bodyBytes) {
            try {
                config.accessLog().log(entry(status, bodyBytes));
            } catch (Throwable e) {
                Log.SERVER.log(System.Logger.Level.ERROR, "the access log failed", e);
            } finally {
                head = Optional.empty();
            }
        }

        private AccessRecord entry(int status, long bodyBytes) {
            var wall = head.isPresent() ? Duration.ofNanos(System.nanoTime() - startNanos) : Duration.ZERO;
            var headers = head.map(RequestVariables::rawHeaders).orElse(Headers.empty());
            return new AccessRecord(
                    clientIp(headers),
                    peer.remotePort(),
                    Instant.now().minus(wall),
                    head.map(RequestHead::requestLine).orElse(""),
                    headers,
                    status,
                    bodyBytes,
                    wall);
        }

        private String clientIp(Headers headers) {
            var forwarded = config.logForwardedFor() ? String.join(",", headers.all("X-Forwarded-For")) : "";
            return forwarded.isEmpty() ? peer.remoteAddr() : forwarded.replace(" ", "") + "," + peer.remoteAddr();
        }
    }
}
