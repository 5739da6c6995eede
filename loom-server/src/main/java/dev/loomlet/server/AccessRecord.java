package dev.loomlet.server;

import dev.loomlet.wsgi.Headers;
import java.time.Duration;
import java.time.Instant;

/**
 * One response, told to the {@link AccessLog} when it is over.
 *
 * @param clientIp the client's address, with what X-Forwarded-For says in front if {@link ServerConfig#logForwardedFor()} is on;
 *     {@code "unix"} for a Unix domain socket
 * @param clientPort the client's port, empty for a Unix domain socket
 * @param time when the request's head had been read
 * @param requestLine the request line as it came, empty if there was no legal one
 * @param requestHeaders the request's headers as they came, empty if the head was not legal
 * @param status the response's status code; 0 if none was sent, since the client left
 * @param bodyLength bytes of body that were sent, without the framing
 * @param wall the time from the head to the end of the response
 */
public record AccessRecord(
        String clientIp,
        String clientPort,
        Instant time,
        String requestLine,
        Headers requestHeaders,
        int status,
        long bodyLength,
        Duration wall) {}
