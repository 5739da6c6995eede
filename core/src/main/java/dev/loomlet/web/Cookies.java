package dev.loomlet.web;

import dev.loomlet.wsgi.NativeStrings;
import java.util.ArrayList;

/**
 * The value of a request's {@code Cookie} (RFC 6265 §4.2, §5.4). For any thread.
 *
 * <p>Cookies end at a semicolon and nowhere else, not even within quotes, so that no cookie can hide another. A value in quotes is
 * what stands between them, with {@code \ooo} and {@code \c} resolved, as WebOb, Python's {@code http.cookies} and {@link SetCookie}
 * write characters that a value may not have. Values are UTF-8; bytes that are not become U+FFFD.
 */
public final class Cookies {

    /** How many cookies are read; a client's further ones are ignored. */
    public static final int MAX_COOKIES = 1_000;

    private Cookies() {}

    /**
     * Reads a header value. Browsers send the cookie with the longest path first when there are several of one name.
     *
     * @param value the header's value, a native string
     * @return the cookies in order. What has no {@code =}, a name that is no token, or a control in its value is ignored
     * @throws IllegalArgumentException if {@code value} has a character above U+00FF
     */
    public static Params parse(String value) {
        NativeStrings.bytes(value);
        var cookies = new ArrayList<Params.Pair>();
        var scanner = new FieldScanner(value);
        while (!scanner.atEnd() && cookies.size() < MAX_COOKIES) {
            var pair = scanner.upTo(';');
            scanner.take(';');
            int equals = pair.indexOf('=');
            if (equals > 0) {
                var name = Grammar.trimOws(pair.substring(0, equals));
                var raw = Grammar.trimOws(pair.substring(equals + 1));
                if (Grammar.isToken(name) && !Grammar.hasControl(raw)) {
                    cookies.add(new Params.Pair(name, NativeStrings.decodeUtf8(unquote(raw))));
                }
            }
        }
        return Params.of(cookies);
    }

    private static String unquote(String raw) {
        int last = raw.length() - 1;
        boolean quoted = last > 0 && raw.charAt(0) == '"' && raw.charAt(last) == '"';
        if (!quoted) {
            return raw;
        }
        var value = new StringBuilder(last);
        for (int i = 1; i < last; i++) {
            char c = raw.charAt(i);
            if (c == '\\' && isOctal(raw, i + 1, last)) {
                value.append((char) Integer.parseInt(raw, i + 1, i + 4, /* radix= */ 8));
                i += 3;
            } else if (c == '\\' && i + 1 < last) {
                value.append(raw.charAt(++i));
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    /** Whether three digits of a byte in octal begin at {@code from} and end before {@code to}. */
    private static boolean isOctal(String raw, int from, int to) {
        return from + 3 <= to
                && isDigitUpTo(raw.charAt(from), '3')
                && isDigitUpTo(raw.charAt(from + 1), '7')
                && isDigitUpTo(raw.charAt(from + 2), '7');
    }

    private static boolean isDigitUpTo(char c, char highest) {
        return c >= '0' && c <= highest;
    }
}
