package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What an application answered to {@link Request#call}. Immutable but for the arrays.
 */
public final class Result {

    private final Status status;
    private final Headers headers;
    private final List<byte[]> blocks;
    private final Optional<Throwable> error;

    Result(Status status, Headers headers, List<byte[]> blocks, Optional<Throwable> error) {
        this.status = status;
        this.headers = headers;
        this.blocks = List.copyOf(blocks);
        this.error = error;
    }

    /**
     * Returns the status.
     *
     * @return the status that was set last
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the headers.
     *
     * @return the headers that were set last; a server adds its own
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns a header field.
     *
     * @param name its name, in any case
     * @return its first value; empty if there is none
     */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /**
     * Returns the blocks of the body, as they were written and returned, empty ones too.
     *
     * @return the blocks, an immutable list of the application's own arrays
     */
    public List<byte[]> blocks() {
        return blocks;
    }

    /**
     * Returns the body, in answer to HEAD too, where a server sends none.
     *
     * @return the bytes of all blocks
     */
    public byte[] body() {
        var body = new byte[blocks.stream().mapToInt(block -> block.length).sum()];
        int length = 0;
        for (var block : blocks) {
            System.arraycopy(block, 0, body, length, block.length);
            length += block.length;
        }
        return body;
    }

    /**
     * Returns the body as text.
     *
     * @return the body in the charset of its {@code Content-Type}, otherwise in UTF-8; malformed bytes became U+FFFD
     */
    public String text() {
        var charset = header("Content-Type").flatMap(MediaType::parse).flatMap(MediaType::charset);
        return new String(body(), charset.orElse(StandardCharsets.UTF_8));
    }

    /**
     * Returns the error with which the response was started again (PEP 3333's {@code exc_info}).
     *
     * @return the last error; empty if there was none
     */
    public Optional<Throwable> error() {
        return error;
    }

    /** Returns the status and the size of the body. */
    @Override
    public String toString() {
        return status + ", " + body().length + " bytes";
    }
}
