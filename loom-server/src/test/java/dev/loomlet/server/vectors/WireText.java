package dev.loomlet.server.vectors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text in which each byte can be seen: printable ASCII stands for itself, line feeds are left out, all else is an escape, {@code
 * \r \n \t \0 \\ \xNN}, and {@code \{3*ab}} is {@code ababab}.
 */
public final class WireText {

    private final String text;
    private int at;

    private WireText(String text) {
        this.text = text;
    }

    /** The bytes that {@code text} stands for. */
    public static byte[] decode(String text) {
        var reader = new WireText(text);
        var bytes = reader.bytes();
        reader.require(reader.at == text.length(), "a } without \\{");
        return bytes;
    }

    /** The bytes that {@code text} stands for, a character for a byte. */
    public static String decodeToString(String text) {
        return new String(decode(text), StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end, or to the brace that ends a repetition. */
    private byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        while (at < text.length() && text.charAt(at) != '}') {
            char c = text.charAt(at++);
            if (c == '\\') {
                bytes.writeBytes(escape());
            } else if (c == '\n') {
                require(
                        at < 2 || text.charAt(at - 2) != ' ',
                        "a space at the end of a line, where nobody sees it: write \\x20");
            } else {
                require(c >= ' ' && c <= '~', "a character that is not printable ASCII");
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    private byte[] escape() {
        require(at < text.length(), "a \\ without what it escapes");
        return switch (text.charAt(at++)) {
            case 'r' -> one('\r');
            case 'n' -> one('\n');
            case 't' -> one('\t');
            case '0' -> one(0);
            case '\\' -> one('\\');
            case 'x' -> one(hexadecimal());
            case '{' -> repetition();
            default -> throw malformed("an unknown escape");
        };
    }

    private static byte[] one(int b) {
        return new byte[] {(byte) b};
    }

    private int hexadecimal() {
        require(at + 2 <= text.length(), "\\x without two digits");
        at += 2;
        return Integer.parseInt(text, at - 2, at, 16);
    }

    private byte[] repetition() {
        int star = text.indexOf('*', at);
        require(star > at, "\\{ without a count and a star");
        int count = Integer.parseInt(text, at, star, 10);
        at = star + 1;
        var once = bytes();
        require(at < text.length(), "\\{ without }");
        at++;
        var all = new ByteArrayOutputStream(count * once.length);
        for (int i = 0; i < count; i++) {
            all.writeBytes(once);
        }
        return all.toByteArray();
    }

    private void require(boolean legal, String otherwise) {
        if (!legal) {
            throw malformed(otherwise);
        }
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("at character " + at + ": " + what);
    }
}
