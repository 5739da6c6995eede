package dev.loomlet.web;

import java.nio.charset.StandardCharsets;

/** What may stand in a {@code Location} field (RFC 9110 §10.2.2). */
final class Locations {

    private Locations() {}

    /**
     * The reference with what is not ASCII percent-encoded as UTF-8 (RFC 3987 §3.1); a relative one stays relative.
     *
     * @throws IllegalArgumentException if it has a space or a control character, CR and LF among them
     */
    static String checked(String location) {
        var encoded = new StringBuilder(location.length());
        for (int i = 0; i < location.length(); ) {
            int c = location.codePointAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw new IllegalArgumentException("location has a space or control character at index " + i);
            }
            if (c < 0x80) {
                encoded.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(PercentEncoding.of(b));
                }
            }
            i += Character.charCount(c);
        }
        return encoded.toString();
    }
}
