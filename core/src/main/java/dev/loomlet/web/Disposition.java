package dev.loomlet.web;

import java.nio.charset.StandardCharsets;

/** The {@code Content-Disposition} field of a response (RFC 6266 §4). */
final class Disposition {

    /* attr-char of RFC 8187 §3.2.1 beside letters and digits */
    private static final String ATTR_CHARS = "!#$&+-.^_`|~";

    private Disposition() {}

    /**
     * Names a file: {@code filename} for every client, in ASCII, and {@code filename*} where that is not the whole truth. What separates
     * folders becomes an underscore in both, as a client would have to treat it (RFC 6266 §4.3).
     */
    static String of(String type, String filename) {
        if (filename.isEmpty() || filename.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("filename is empty or has a control character");
        }
        var name = filename.replace('/', '_').replace('\\', '_');
        var plain = ascii(name);
        var field = type + "; filename=\"" + plain + '"';
        return plain.equals(name) ? field : field + "; filename*=UTF-8''" + encoded(name);
    }

    /** A quote would have to be escaped, and a percent sign is decoded by some clients (RFC 6266 Appendix D). */
    private static String ascii(String name) {
        var plain = new StringBuilder(name.length());
        name.codePoints().forEach(c -> plain.append(c >= ' ' && c < 0x7f && c != '"' && c != '%' ? (char) c : '_'));
        return plain.toString();
    }

    private static String encoded(String name) {
        var encoded = new StringBuilder(name.length() * 3);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isPlain = (c < 0x80 && Character.isLetterOrDigit(c)) || ATTR_CHARS.indexOf(c) >= 0;
            encoded.append(isPlain ? String.valueOf(c) : PercentEncoding.of(b));
        }
        return encoded.toString();
    }
}
