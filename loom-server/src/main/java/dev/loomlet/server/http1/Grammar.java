package dev.loomlet.server.http1;

/**
 * The byte classes of RFC 9110 and RFC 9112 as tables, and the small rules that several steps share. Indexed by the unsigned
 * byte, so that every byte has an answer.
 */
final class Grammar {

    /* RFC 9110 §5.6.2: tchar = "!#$%&'*+-.^_`|~" / DIGIT / ALPHA */
    private static final byte TCHAR = 1;
    /* RFC 9110 §5.5: field-vchar = VCHAR / obs-text, and SP / HTAB between them */
    private static final byte FIELD = 2;
    /* RFC 3986's characters and those that the WHATWG URL standard lets browsers send raw: VCHAR but "#" */
    private static final byte TARGET = 4;
    /* RFC 3986 §3.2.2 reg-name: unreserved / sub-delims / pct-encoded, less the comma that joins header lines */
    private static final byte REG_NAME = 8;
    /* What stands in the brackets of an IP-literal */
    private static final byte IP_LITERAL = 16;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 0x21; c < 0x7f; c++) {
            CLASSES[c] |= FIELD;
            CLASSES[c] |= TARGET;
        }
        for (int c = 0x80; c < 0x100; c++) {
            CLASSES[c] |= FIELD;
        }
        CLASSES['#'] = FIELD;
        CLASSES[' '] |= FIELD;
        CLASSES['\t'] |= FIELD;
        for (int c = '0'; c <= '9'; c++) {
            CLASSES[c] |= TCHAR | REG_NAME | IP_LITERAL;
        }
        for (int c = 'A'; c <= 'Z'; c++) {
            CLASSES[c] |= TCHAR | REG_NAME | IP_LITERAL;
            CLASSES[c | 0x20] |= TCHAR | REG_NAME | IP_LITERAL;
        }
        add("!#$%&'*+-.^_`|~", TCHAR);
        add("-._~!$&'()*+;=%", REG_NAME);
        add(":.-_~!$&'()*+;=%", IP_LITERAL);
    }

    private Grammar() {}

    private static void add(String characters, byte type) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= type;
        }
    }

    static boolean isTokenByte(byte b) {
        return (CLASSES[b & 0xff] & TCHAR) != 0;
    }

    static boolean isFieldByte(byte b) {
        return (CLASSES[b & 0xff] & FIELD) != 0;
    }

    static boolean isTargetByte(byte b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The value of a hexadecimal digit, -1 if it is none. */
    static int hexValue(byte b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Whether the bytes are {@code lowerCase} but for the case of letters. */
    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            int c = lowerCase.charAt(i - from);
            if (b != c && (c < 'a' || c > 'z' || (b | 0x20) != c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the bytes are {@code uri-host [ ":" port ]} (RFC 9110 §7.2). The host may be empty, as in the Host header of a
     * request for a URI without authority; the port may be empty too.
     */
    static boolean isHostAndPort(byte[] bytes, int from, int to) {
        int at = from;
        if (at < to && bytes[at] == '[') {
            at++;
            while (at < to && isClass(bytes[at], IP_LITERAL)) {
                at++;
            }
            if (at == from + 1 || at == to || bytes[at++] != ']') {
                return false;
            }
        } else {
            while (at < to && isClass(bytes[at], REG_NAME)) {
                at++;
            }
        }
        if (at < to && bytes[at++] != ':') {
            return false;
        }
        while (at < to && isDigit(bytes[at])) {
            at++;
        }
        return at == to;
    }

    private static boolean isClass(byte b, byte type) {
        return (CLASSES[b & 0xff] & type) != 0;
    }
}
