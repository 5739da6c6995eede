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

    static final RequestTarget NONE = new RequestTarget(Form.ASTERISK, new byte[0], 0, 0);

    private static final String SCHEME_END = "://";

    private final Form form;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private int pathStart;
    private int pathEnd;
    private boolean escaped;

    private RequestTarget(Form form, byte[] bytes, int from, int to) {
        this.form = form;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static RequestTarget parse(String method, byte[] bytes, int from, int to) throws ProtocolException {
        if (method.equals("CONNECT")) {
            return authorityForm(bytes, from, to);
        }
        if (bytes[from] == '/') {
            var target = new RequestTarget(Form.ORIGIN, bytes, from, to);
            target.splitPath(from);
            return target;
        }
        if (to - from == 1 && bytes[from] == '*') {
            check(method.equals("OPTIONS"));
            return new RequestTarget(Form.ASTERISK, bytes, from, to);
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
        return new RequestTarget(Form.AUTHORITY, bytes, from, to);
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
        var target = new RequestTarget(Form.ABSOLUTE, bytes, from, to);
        target.splitPath(end);
        return target;
    }

    private void splitPath(int start) throws ProtocolException {
        pathStart = start;
        int at = start;
        while (at < to && bytes[at] != '?') {
            if (bytes[at] == '%') {
                check(to - at > 2 && Grammar.hexValue(bytes[at + 1]) >= 0 && Grammar.hexValue(bytes[at + 2]) >= 0);
                escaped = true;
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
        return form;
    }

    /** The target as it came. */
    public String raw() {
        return string(from, to);
    }

    /** Host and port of the absolute and authority form, else empty. */
    public String authority() {
        return switch (form) {
            case AUTHORITY -> string(from, to);
            case ABSOLUTE -> string(authorityStart(), pathStart);
            case ORIGIN, ASTERISK -> "";
        };
    }

    /** The path as it came: {@code "/"} where an absolute form has none, empty in the authority and asterisk form. */
    public String rawPath() {
        return pathEnd == pathStart && form == Form.ABSOLUTE ? "/" : string(pathStart, pathEnd);
    }

    /** The path with its escapes replaced by the bytes they stand for, a character for a byte. */
    public String path() {
        return escaped ? decodedPath() : rawPath();
    }

    /** What stands behind the first question mark, as it came; empty if there is none. */
    public String query() {
        return pathEnd < to && (form == Form.ORIGIN || form == Form.ABSOLUTE) ? string(pathEnd + 1, to) : "";
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
