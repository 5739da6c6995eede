package dev.loomlet.middleware;

import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Environ;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Sends a client from a folder to the same with a slash, so that the links of its index lead into it. */
final class SlashRedirect {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /* RFC 3986 §3.3: pchar without pct-encoded, and the slash */
    private static final String PATH_MARKS = "-._~!$&'()*+,;=:@/";

    private SlashRedirect() {}

    static Response of(Environ environ) {
        var path = environ.scriptName() + environ.pathInfo();
        var location = new StringBuilder("/");
        /* Two slashes at the begin would name another host (RFC 3986 §4.2). */
        int begin = 0;
        while (begin < path.length() && path.charAt(begin) == '/') {
            begin++;
        }
        for (byte b : path.substring(begin).getBytes(StandardCharsets.ISO_8859_1)) {
            append(location, (char) (b & 0xff));
        }
        if (begin < path.length()) {
            location.append('/');
        }
        if (!environ.queryString().isEmpty()) {
            location.append('?').append(environ.queryString());
        }
        return Response.redirect(301, location.toString());
    }

    private static void append(StringBuilder location, char c) {
        boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || PATH_MARKS.indexOf(c) >= 0);
        if (isPlain) {
            location.append(c);
        } else {
            location.append('%').append(HEX.toHexDigits((byte) c));
        }
    }
}
