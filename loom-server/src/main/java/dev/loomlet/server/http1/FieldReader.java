package dev.loomlet.server.http1;

/**
 * Reads a field value from left to right by the rules that many fields share (RFC 9110 §5.6). Each method takes what it is named after if
 * that is next, and otherwise takes nothing and says so.
 */
public final class FieldReader {

    private final String value;
    private int at;

    /** A reader of {@code value}, of which each character is a byte. */
    public FieldReader(String value) {
        this.value = value;
    }

    /** Whether all was taken. */
    public boolean isAtEnd() {
        return at == value.length();
    }

    /** Takes white space, which may be none. */
    public FieldReader skipWhiteSpace() {
        while (!isAtEnd() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
        return this;
    }

    /** Takes this one character; whether it was there. */
    public boolean skip(char wanted) {
        boolean found = !isAtEnd() && value.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    /** Takes a token (§5.6.2); empty if there is none. */
    public String token() {
        int from = at;
        while (!isAtEnd() && value.charAt(at) <= 0xff && Grammar.isTokenByte((byte) value.charAt(at))) {
            at++;
        }
        return value.substring(from, at);
    }

    /** Takes a token, or a quoted string (§5.6.4) and returns what is quoted; empty if there is neither, or nothing in the quotes. */
    public String tokenOrQuoted() {
        int from = at;
        if (!skip('"')) {
            return token();
        }
        var text = new StringBuilder();
        while (!isAtEnd() && value.charAt(at) != '"') {
            char c = value.charAt(at++);
            if (c == '\\' && !isAtEnd()) {
                c = value.charAt(at++);
            }
            text.append(c);
        }
        if (!skip('"')) {
            at = from;
            return "";
        }
        return text.toString();
    }
}
