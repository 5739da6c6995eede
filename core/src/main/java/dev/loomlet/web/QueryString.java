package dev.loomlet.web;

import dev.loomlet.wsgi.NativeStrings;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names and values as {@code application/x-www-form-urlencoded} (WHATWG URL §5): what stands behind a question mark, and the body of a
 * plain form. For any thread.
 *
 * <p>Pairs end at {@code &} alone; a semicolon is a character like others. {@code +} is a space. A percent sign without two hexadecimal
 * digits stands for itself.
 */
public final class QueryString {

    /** How many pairs are read unless one says otherwise. */
    public static final int MAX_PAIRS = 1_000;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);

    private QueryString() {}

    /**
     * Reads at most {@value #MAX_PAIRS} pairs in UTF-8.
     *
     * @param query a native string: what is sent, a character a byte
     * @return the pairs; empty if they are more
     * @throws IllegalArgumentException if {@code query} has a character above U+00FF
     */
    public static Optional<Params> parse(String query) {
        return parse(query, StandardCharsets.UTF_8, MAX_PAIRS);
    }

    /**
     * Reads pairs.
     *
     * @param query a native string: what is sent, a character a byte
     * @param charset what the bytes are in; those that are malformed become U+FFFD
     * @param mostPairs how many pairs may be there
     * @return the pairs; empty if they are more
     * @throws IllegalArgumentException if {@code query} has a character above U+00FF
     */
    public static Optional<Params> parse(String query, Charset charset, int mostPairs) {
        byte[] bytes = NativeStrings.bytes(query);
        var pairs = new ArrayList<Params.Pair>();
        for (int from = 0; from < bytes.length; ) {
            int end = indexOf(bytes, '&', from, bytes.length);
            if (end > from) {
                if (pairs.size() == mostPairs) {
                    return Optional.empty();
                }
                int equals = indexOf(bytes, '=', from, end);
                var name = decode(bytes, from, equals, charset);
                pairs.add(new Params.Pair(name, equals == end ? "" : decode(bytes, equals + 1, end, charset)));
            }
            from = end + 1;
        }
        return Optional.of(Params.of(pairs));
    }

    private static int indexOf(byte[] bytes, char c, int from, int to) {
        int index = from;
        while (index < to && bytes[index] != c) {
            index++;
        }
        return index;
    }

    private static String decode(byte[] bytes, int from, int to, Charset charset) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '%' && i + 2 < to && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                b = (byte) (hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
                i += 2;
            } else if (b == '+') {
                b = ' ';
            }
            decoded[length++] = b;
        }
        return new String(decoded, 0, length, charset);
    }

    /* Character.digit takes digits of every script. */
    private static int hex(byte b) {
        return b < 0 ? -1 : Character.digit(b, 16);
    }

    /**
     * Writes pairs in UTF-8.
     *
     * @param params the pairs
     * @return what is sent, characters of ASCII only; an unpaired surrogate is written as U+FFFD
     */
    public static String format(Params params) {
        var text = new StringBuilder();
        for (var pair : params) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            encode(text, pair.name());
            text.append('=');
            encode(text, pair.value());
        }
        return text.toString();
    }

    private static void encode(StringBuilder text, String value) {
        var bytes = utf8(value);
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            if (alphanumeric || b == '*' || b == '-' || b == '.' || b == '_') {
                text.append((char) b);
            } else if (b == ' ') {
                text.append('+');
            } else {
                text.append('%').append(HEX.toHexDigits(b));
            }
        }
    }

    /* String.getBytes writes a question mark for an unpaired surrogate. */
    private static ByteBuffer utf8(String value) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith(REPLACEMENT)
                    .encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
