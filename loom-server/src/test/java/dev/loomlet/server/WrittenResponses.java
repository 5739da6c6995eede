package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/** Responses out of a string, each without body or with a Content-Length. */
final class WrittenResponses implements VectorCheck.ResponseSource {

    private final String text;
    private int at;

    WrittenResponses(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    @Override
    public RawResponse next(boolean toHead) {
        int end = text.indexOf("\r\n\r\n", at);
        assertThat(end).as("end of a head in: %s", text.substring(at)).isPositive();
        var lines = Arrays.asList(text.substring(at, end).split("\r\n", -1));
        at = end + 4;
        var response = new RawResponse(lines.getFirst(), lines.subList(1, lines.size()), "", new ArrayList<>());
        var length = toHead ? "" : response.header("Content-Length");
        if (length.isEmpty()) {
            return response;
        }
        int start = at;
        at += Integer.parseInt(length);
        assertThat(at).as("end of a body").isLessThanOrEqualTo(text.length());
        return response.withBody(text.substring(start, at).getBytes(StandardCharsets.ISO_8859_1));
    }
}
