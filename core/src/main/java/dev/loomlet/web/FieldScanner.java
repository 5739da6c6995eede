package dev.loomlet.web;

import org.jspecify.annotations.Nullable;

/**
 * Reads one header value from left to right by the grammar that the fields share (RFC 9110 §5.6). No character is looked at more than
 * twice. For one thread.
 */
final class FieldScanner {

    private final String text;
    private int at;

    FieldScanner(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Whether nothing but optional white space is left, which is taken. */
    boolean ends() {
        skipOws();
        return atEnd();
    }

    /** The next character, which stays; U+0000 at the end, which no value holds. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    /** Takes the next character if it is {@code c}. */
    boolean take(char c) {
        if (atEnd() || text.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    void skipOws() {
        while (!atEnd() && Grammar.isOws(text.charAt(at))) {
            at++;
        }
    }

    /** Goes to the next element of a list, past commas and empty elements (RFC 9110 §5.6.1.2): whether there is one. */
    boolean nextElement() {
        do {
            skipOws();
        } while (take(','));
        return !atEnd();
    }

    /** Whether an element of a list ends here, at a comma, which stays, or at the end. */
    boolean endsElement() {
        skipOws();
        return atEnd() || peek() == ',';
    }

    /** The token that begins here; null if none does. */
    @Nullable
    String token() {
        int start = at;
        while (!atEnd() && Grammar.isTchar(text.charAt(at))) {
            at++;
        }
        return start == at ? null : text.substring(start, at);
    }

    /** What the quoted string that begins here stands for; null if it is malformed or none begins here. */
    @Nullable
    String quotedString() {
        if (!take('"')) {
            return null;
        }
        int close = at;
        boolean escaped = false;
        while (close < text.length() && text.charAt(close) != '"') {
            escaped |= text.charAt(close) == '\\';
            close += text.charAt(close) == '\\' ? 2 : 1;
        }
        if (close >= text.length()) {
            return null;
        }
        var inside = text.substring(at, close);
        at = close + 1;
        if (Grammar.hasControl(inside)) {
            return null;
        }
        return escaped ? unescape(inside) : inside;
    }

    private static String unescape(String inside) {
        var value = new StringBuilder(inside.length());
        for (int i = 0; i < inside.length(); i++) {
            if (inside.charAt(i) == '\\') {
                i++;
            }
            value.append(inside.charAt(i));
        }
        return value.toString();
    }

    /** A token or what a quoted string stands for; null if neither begins here. */
    @Nullable
    String tokenOrQuotedString() {
        return peek() == '"' ? quotedString() : token();
    }

    /** The number that begins here, {@link Long#MAX_VALUE} for one that is greater; -1 if there is no digit. */
    long digits() {
        int start = at;
        long number = 0;
        while (!atEnd() && Grammar.isDigit(text.charAt(at))) {
            int digit = text.charAt(at++) - '0';
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return start == at ? -1 : number;
    }

    /** What is left, which stays. */
    String rest() {
        return text.substring(at);
    }

    /** What stands here up to, without it, the first {@code end}, or all that is left. */
    String upTo(char end) {
        int index = text.indexOf(end, at);
        var taken = text.substring(at, index < 0 ? text.length() : index);
        at += taken.length();
        return taken;
    }
}
