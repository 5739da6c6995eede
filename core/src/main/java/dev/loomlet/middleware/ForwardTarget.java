package dev.loomlet.middleware;

import static dev.loomlet.wsgi.Environ.RAW_PATH_INFO;

import dev.loomlet.wsgi.Environ;
import java.util.HexFormat;

/**
 * The path and query for a backend: as the client sent them, byte by byte, unless something in front of the proxy has changed PATH_INFO. The
 * few bytes that browsers send raw and no URI may have (RFC 3986 §3.3, §3.4), as {@code |}, are percent-encoded. Any thread.
 */
final class ForwardTarget {

    /* Beside letters and digits: unreserved, sub-delims, ":" and "@" (RFC 3986 §3.3), and the slash. */
    private static final String PATH = "-._~!$&'()*+,;=:@/";
    /* The brackets stand in the queries of forms, and java.net.URI takes them there. */
    private static final String QUERY = PATH + "?[]";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ForwardTarget() {}

    /**
     * Returns path and query.
     *
     * @param whole whether with SCRIPT_NAME
     */
    static String of(Environ environ, boolean whole) {
        var path = path(environ, whole);
        var query = environ.queryString();
        return query.isEmpty() ? path : path + "?" + legal(query, QUERY, /* keepEscapes= */ true);
    }

    private static String path(Environ environ, boolean whole) {
        var script = environ.scriptName();
        var path = script + environ.pathInfo();
        var raw = environ.get(RAW_PATH_INFO) instanceof String sent ? sent : "";
        if (decoded(raw).equals(path)) {
            return legal(whole ? raw : raw.substring(rawLength(raw, script.length())), PATH, /* keepEscapes= */ true);
        }
        return legal(whole ? path : environ.pathInfo(), PATH, /* keepEscapes= */ false);
    }

    /** Whether a segment of {@code path} leads upwards, however it is written. */
    static boolean hasDotSegment(String path) {
        for (var segment : decoded(path).replace('\\', '/').split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static String legal(String raw, String allowed, boolean keepEscapes) {
        var legal = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (alphanumeric || allowed.indexOf(c) >= 0 || (keepEscapes && isEscape(raw, i))) {
                legal.append(c);
            } else {
                HEX.toHexDigits(legal.append('%'), (byte) c);
            }
        }
        return legal.toString();
    }

    private static String decoded(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        var decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (isEscape(raw, i)) {
                decoded.append((char) HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                decoded.append(raw.charAt(i));
            }
        }
        return decoded.toString();
    }

    /** The length of the part of {@code raw} that decodes to {@code length} characters. */
    private static int rawLength(String raw, int length) {
        int at = 0;
        for (int i = 0; i < length; i++) {
            at += isEscape(raw, at) ? 3 : 1;
        }
        return at;
    }

    private static boolean isEscape(String raw, int at) {
        return raw.charAt(at) == '%'
                && at + 2 < raw.length()
                && HexFormat.isHexDigit(raw.charAt(at + 1))
                && HexFormat.isHexDigit(raw.charAt(at + 2));
    }
}
