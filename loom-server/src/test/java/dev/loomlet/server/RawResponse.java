package dev.loomlet.server;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A response as it came.
 *
 * @param statusLine the first line
 * @param headerLines the header lines, in order
 * @param text the body out of its framing, a character for a byte
 * @param chunks the chunks, if it was chunked
 */
record RawResponse(String statusLine, List<String> headerLines, String text, List<String> chunks) {

    RawResponse withBody(byte[] bytes) {
        return new RawResponse(statusLine, headerLines, new String(bytes, StandardCharsets.ISO_8859_1), chunks);
    }

    int status() {
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    /** The first value of the header, empty if there is none. */
    String header(String name) {
        return headers(name).stream().findFirst().orElse("");
    }

    List<String> headers(String name) {
        return headerLines.stream()
                .filter(line -> line.regionMatches(/* ignoreCase= */ true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
