package dev.loomlet.web;

import java.util.HexFormat;

/** Bytes as they stand in a URI (RFC 3986 §2.1). */
final class PercentEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** The three characters for a byte. */
    static String of(byte b) {
        return "%" + HEX.toHexDigits(b);
    }
}
