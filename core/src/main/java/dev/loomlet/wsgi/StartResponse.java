package dev.loomlet.wsgi;

import org.jspecify.annotations.Nullable;

/**
 * Begins a response (PEP 3333, "The start_response() Callable").
 *
 * <p>Nothing is sent by the call: status and headers go out with the first non-empty block, the first
 * {@link Writer#write write}, or at the end of an empty body. Until then a second call with an error may replace them.
 */
@FunctionalInterface
public interface StartResponse {

    /**
     * Sets status and headers.
     *
     * @param status three digits, a space and a reason: {@code "404 Not Found"}
     * @param headers the response's headers
     * @return sends blocks at once
     * @throws IllegalArgumentException if the status is malformed or not a final one, a hop-by-hop header is given
     *     (they are the server's), or {@code Content-Length} is not one decimal number
     * @throws IllegalStateException if it was called before, even if that call failed
     */
    default Writer start(String status, Headers headers) {
        return start(status, headers, null);
    }

    /**
     * Sets status and headers, or with an error replaces them, so that an error page can take the place of what an
     * application had started (PEP 3333's {@code exc_info}).
     *
     * @param status three digits, a space and a reason
     * @param headers the response's headers
     * @param error what made the application start again, or null for a first call; not kept
     * @return sends blocks at once
     * @throws IllegalArgumentException as with {@link #start(String, Headers)}
     * @throws IllegalStateException if it was called before and {@code error} is null; or if the headers are sent and
     *     {@code error} is checked, then with {@code error} as its cause. An unchecked {@code error} is thrown itself
     */
    Writer start(String status, Headers headers, @Nullable Throwable error);
}
