package dev.loomlet.web;

/** The characters of header values (RFC 9110 §5.5, §5.6.2), and how tokens and quoted strings are written. */
final class Grammar {

    private static final String TCHAR_MARKS = "!#$%&'*+-.^_`|~";

    private Grammar() {}

    /* tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA */
    static boolean isTchar(char c) {
        return isAlpha(c) || isDigit(c) || TCHAR_MARKS.indexOf(c) >= 0;
    }

    static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /* OWS = *( SP / HTAB ) */
    static boolean isOws(char c) {
        return c == ' ' || c == '\t';
    }

    /** {@code text} without the white space at both ends; String.strip would take controls and U+0085 with it. */
    static String trimOws(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isOws(text.charAt(from))) {
            from++;
        }
        while (to > from && isOws(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** token = 1*tchar. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTchar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a character is a control other than HTAB, or above U+00FF: what no header value may have. */
    static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns {@code text} if it is a token.
     *
     * @throws IllegalArgumentException with {@code name} if it is none
     */
    static String checkToken(String name, String text) {
        if (!isToken(text)) {
            throw new IllegalArgumentException(name + " must be a token (RFC 9110 §5.6.2)");
        }
        return text;
    }

    /** Appends {@code value} as a token if it is one, otherwise as a quoted string (RFC 9110 §5.6.4). */
    static void appendTokenOrQuoted(StringBuilder to, String value) {
        if (isToken(value)) {
            to.append(value);
        } else {
            appendQuoted(to, value);
        }
    }

    /** Appends {@code value} as a quoted string. */
    static void appendQuoted(StringBuilder to, String value) {
        to.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\');
            }
            to.append(c);
        }
        to.append('"');
    }
}
