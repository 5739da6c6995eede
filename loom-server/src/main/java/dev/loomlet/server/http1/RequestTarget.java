package dev.loomlet.server.http1;

import java.nio.charset.StandardCharsets;

/**
 * The request target (RFC 9112 §3.2), its parts found but not decoded. The legal bytes are those of {@link
 * Grammar#isTargetByte}; a percent sign in a path is followed by two hexadecimal digits.
 */
public final class RequestTarget {

    /** The four forms. */
    public enum Form {
        /** {@code /where?q=now}: the usual one. */
        ORIGIN,
        /** {@code http://host/where?q=now}: what is sent to a proxy, and understood by every server. */
        ABSOLUTE,
        /** {@code host:443}: CONNECT only. */
        AUTHORITY,
        /** {@code *}: OPTIONS only. */
        ASTERISK
    }

    static final RequestTarget NONE = new RequestTarget(new byte[] {'*'}, 0, 1);

    private static final String SCHEME_END = "://";

    private final byte[] bytes;
    private final int from;
    private final int to;

    /* Both 0 in a form without a path. */
    private int pathStart;
    private int pathEnd;

    private RequestTarget(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static RequestTarget parse(String method, byte[] bytes, int from, int to) throws ProtocolException {
        if (method.equals("CONNECT")) {
            return authorityForm(bytes, from, to);
        }
        if (bytes[from] == '/') {
            var target = new RequestTarget(bytes, from, to);
            target.splitPath(from);
            return target;
        }
        if (to - from == 1 && bytes[from] == '*') {
            check(method.equals("OPTIONS"));
            return new RequestTarget(bytes, from, to);
        }
        return absoluteForm(bytes, from, to);
    }

    /* authority-form = uri-host ":" port, both there */
    private static RequestTarget authorityForm(byte[] bytes, int from, int to) throws ProtocolException {
        int colon = to - 1;
        while (colon > from && Grammar.isDigit(bytes[colon])) {
            colon--;
        }
        check(bytes[colon] == ':' && colon > from && colon < to - 1 && Grammar.isHostAndPort(bytes, from, to));
        return new RequestTarget(bytes, from, to);
    }

    /* absolute-form = absolute-URI, here of http and https only, their host not empty and without user information */
    private static RequestTarget absoluteForm(byte[] bytes, int from, int to) throws ProtocolException {
        int scheme = from;
        while (scheme < to && bytes[scheme] != ':') {
            scheme++;
        }
        check(Grammar.equalsIgnoreCase(bytes, from, scheme, "http")
                || Grammar.equalsIgnoreCase(bytes, from, scheme, "https"));
        int start = scheme + SCHEME_END.length();
        check(start < to && bytes[scheme + 1] == '/' && bytes[scheme + 2] == '/');
        int end = start;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        check(end > start && bytes[start] != ':' && Grammar.isHostAndPort(bytes, start, end));
        var target = new RequestTarget(bytes, from, to);
        target.splitPath(end);
        return target;
    }

    private void splitPath(int start) throws ProtocolException {
        pathStart = start;
        int at = start;
        while (at < to && bytes[at] != '?') {
            if (bytes[at] == '%') {
                check(to - at > 2 && Grammar.hexValue(bytes[at + 1]) >= 0 && Grammar.hexValue(bytes[at + 2]) >= 0);
            }
            at++;
        }
        pathEnd = at;
    }

    private static void check(boolean legal) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(Violation.BAD_TARGET);
        }
    }

    /** Which form it is. */
    public Form form() {
        if (hasPath()) {
            return bytes[from] == '/' ? Form.ORIGIN : Form.ABSOLUTE;
        }
        return to - from == 1 ? Form.ASTERISK : Form.AUTHORITY;
    }

    private boolean hasPath() {
        return pathEnd > 0;
    }

    /** The target as it came. */
    public String raw() {
        return string(from, to);
    }

    /** Host and port of the absolute and authority form, else empty. */
    public String authority() {
        return switch (form()) {
            case AUTHORITY -> string(from, to);
            case ABSOLUTE -> string(authorityStart(), pathStart);
            case ORIGIN, ASTERISK -> "";
        };
    }

    /** The path as it came: {@code "/"} where an absolute form has none, empty in the authority and asterisk form. */
    public String rawPath() {
        return pathEnd == pathStart && hasPath() ? "/" : string(pathStart, pathEnd);
    }

    /** The path with its escapes replaced by the bytes they stand for, a character for a byte. */
    public String path() {
        return isEscaped() ? decodedPath() : rawPath();
    }

    private boolean isEscaped() {
        for (int at = pathStart; at < pathEnd; at++) {
            if (bytes[at] == '%') {
                return true;
            }
        }
        return false;
    }

    /** What stands behind the first question mark, as it came; empty if there is none. */
    public String query() {
        return pathEnd < to && hasPath() ? string(pathEnd + 1, to) : "";
    }

    private int authorityStart() {
        int scheme = from;
        while (bytes[scheme] != ':') {
            scheme++;
        }
        return scheme + SCHEME_END.length();
    }

    private String decodedPath() {
        var decoded = new byte[pathEnd - pathStart];
        int length = 0;
        for (int at = pathStart; at < pathEnd; at++) {
            byte b = bytes[at];
            if (b == '%') {
                b = (byte) ((Grammar.hexValue(bytes[at + 1]) << 4) | Grammar.hexValue(bytes[at + 2]));
                at += 2;
            }
            decoded[length++] = b;
        }
        return new String(decoded, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String string(int start, int end) {
        boolean root = end - start == 1 && bytes[start] == '/';
        return root ? "/" : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
