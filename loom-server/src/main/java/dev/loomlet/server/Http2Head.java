package dev.loomlet.server;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.RequestHeadParser;
import dev.loomlet.server.http1.Violation;

/**
 * Reads the fields of a request of HTTP/2 (RFC 9113 §8.2, §8.3) as a head: what is malformed by HTTP/2's own rules is told, and the rest is
 * read by HTTP/1.1's, so that an application sees the same whichever carried it. Pure functions.
 */
final class Http2Head {

    private static final String ABSENT = "";
    private static final int LINE = 64;

    private final String[] fields;
    private String method = ABSENT;
    private String scheme = ABSENT;
    private String authority = ABSENT;
    private String path = ABSENT;
    private String host = ABSENT;
    private int count;

    private Http2Head(String[] fields) {
        this.fields = fields;
    }

    /**
     * Reads a head.
     *
     * @param fields names and values in turn
     * @param config has the limits
     * @throws MalformedRequestException if HTTP/2's rules are broken: the stream is to be reset
     * @throws ProtocolException if HTTP/1.1's are, or a limit: the request is to be refused
     */
    static RequestHead parse(String[] fields, ServerConfig config) throws ProtocolException {
        var head = new Http2Head(fields);
        head.check();
        if (head.path.length() > config.maxRequestLine()) {
            throw new ProtocolException(Violation.LONG_REQUEST_LINE);
        }
        if (fields.length / 2 > config.http2Fields()) {
            throw new ProtocolException(Violation.MANY_HEADERS);
        }
        return RequestHeadParser.parseHttp2(head.write(config.maxHeaderLine()), head.count + 1);
    }

    private void check() {
        for (int i = 0; i < fields.length; i += 2) {
            var name = fields[i];
            var value = fields[i + 1];
            require(isValue(value), "a value has an illegal character");
            if (name.startsWith(":")) {
                pseudo(name, value);
            } else {
                regular(name, value);
                count++;
            }
        }
        boolean connect = method.equals("CONNECT");
        require(!method.isEmpty(), ":method is missing");
        require(
                connect == scheme.isEmpty() && connect == path.isEmpty(),
                ":scheme or :path is missing, or out of place");
        require(connect || scheme.equals("http") || scheme.equals("https"), ":scheme is unknown");
        require(connect || path.startsWith("/") || path.equals("*"), ":path is no path");
        require(
                host.isEmpty() || authority.isEmpty() || host.equalsIgnoreCase(authority),
                "Host is another than :authority");
    }

    /* RFC 9113 §8.3.1; none of them twice, none empty */
    private void pseudo(String name, String value) {
        require(!value.isEmpty() && value.indexOf(' ') < 0 && value.indexOf('\t') < 0, "a pseudo-header is malformed");
        switch (name) {
            case ":method" -> method = once(method, value);
            case ":scheme" -> scheme = once(scheme, value);
            case ":authority" -> authority = once(authority, value);
            case ":path" -> path = once(path, value);
            default -> throw new MalformedRequestException("an unknown pseudo-header");
        }
    }

    private static String once(String before, String value) {
        require(before.isEmpty(), "a pseudo-header is repeated");
        return value;
    }

    /* RFC 9113 §8.2.2 */
    private void regular(String name, String value) {
        require(isName(name), "a name has an illegal character");
        switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
                throw new MalformedRequestException("a field of the connection");
            case "te" -> require(value.equals("trailers"), "te has more than trailers");
            case "host" -> host = once(host, value);
            default -> {}
        }
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ':' || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /* RFC 9113 §8.2.1: a carriage return or line feed would be another field in HTTP/1.1. */
    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c == '\r' || c == '\n' || c > 0xff) {
                return false;
            }
        }
        return value.isEmpty() || !(isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static void require(boolean legal, String why) {
        if (!legal) {
            throw new MalformedRequestException(why);
        }
    }

    private byte[] write(int maxLine) throws ProtocolException {
        var out = new ByteBuilder(LINE * (count + 2));
        boolean connect = method.equals("CONNECT");
        out.add(method)
                .add(' ')
                .add(connect ? authority : path)
                .add(' ')
                .add("HTTP/2.0")
                .addLineEnd();
        var name = authority.isEmpty() ? host : authority;
        if (!name.isEmpty()) {
            out.add("host: ").add(name).addLineEnd();
        }
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].startsWith(":") && !fields[i].equals("host")) {
                if (fields[i].length() + fields[i + 1].length() + 2 > maxLine) {
                    throw new ProtocolException(Violation.LONG_HEADER_LINE);
                }
                out.add(fields[i]).add(':').add(' ').add(fields[i + 1]).addLineEnd();
            }
        }
        out.addLineEnd();
        return java.util.Arrays.copyOf(out.array(), out.length());
    }
}
