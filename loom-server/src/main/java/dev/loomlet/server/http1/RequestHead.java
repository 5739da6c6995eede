package dev.loomlet.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request head that was read and found legal: method, target, version and header fields, as positions in its own bytes.
 * Strings are made when they are asked for. Immutable once the parser has returned it.
 */
public final class RequestHead {

    private static final int ABSENT = -1;
    private static final int INTS_A_FIELD = 4;

    private final byte[] bytes;
    private int[] fields;
    private int fieldCount;
    private int lineEnd;

    String method = "";
    RequestTarget target = RequestTarget.NONE;
    HttpVersion version = HttpVersion.HTTP_1_1;
    int host = ABSENT;
    int contentLength = ABSENT;
    int contentType = ABSENT;
    int transferEncoding = ABSENT;
    int connection = ABSENT;
    int expect = ABSENT;

    RequestHead(byte[] bytes, int expectedFields) {
        this.bytes = bytes;
        this.fields = new int[expectedFields * INTS_A_FIELD];
    }

    void endRequestLine(int end) {
        lineEnd = end;
    }

    /** Adds a field and returns its index. */
    int add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = fieldCount * INTS_A_FIELD;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, Math.max(4 * INTS_A_FIELD, 2 * at));
        }
        fields[at] = nameStart;
        fields[at + 1] = nameEnd;
        fields[at + 2] = valueStart;
        fields[at + 3] = valueEnd;
        return fieldCount++;
    }

    /** The method, in the case it came. */
    public String method() {
        return method;
    }

    /** The request target. */
    public RequestTarget target() {
        return target;
    }

    /** The version. */
    public HttpVersion version() {
        return version;
    }

    /** The request line as it came. */
    public String requestLine() {
        return string(0, lineEnd);
    }

    /** How many header lines there are. */
    public int size() {
        return fieldCount;
    }

    /** The name of header line {@code index}, in the case it came. */
    public String name(int index) {
        return string(fields[index * INTS_A_FIELD], fields[index * INTS_A_FIELD + 1]);
    }

    /** The value of header line {@code index}, without white space around it, a character for a byte. */
    public String value(int index) {
        return string(valueStart(index), valueEnd(index));
    }

    /** Whether header line {@code index} is {@code lowerCaseName} but for the case. */
    public boolean isNamed(int index, String lowerCaseName) {
        int at = index * INTS_A_FIELD;
        return Grammar.equalsIgnoreCase(bytes, fields[at], fields[at + 1], lowerCaseName);
    }

    /**
     * Whether header line {@code index} is the one that the CGI key {@code key} stands for, whose name in upper case and with
     * underscores begins at {@code keyStart}. A name with an underscore is none: it could pass for another.
     */
    public boolean isCgiName(int index, String key, int keyStart) {
        int from = fields[index * INTS_A_FIELD];
        int length = fields[index * INTS_A_FIELD + 1] - from;
        if (length != key.length() - keyStart) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (cgiCharacter(bytes[from + i]) != key.charAt(keyStart + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The CGI key of header line {@code index}: {@code prefix} and its name in upper case and with underscores; empty if it has an
     * underscore itself.
     */
    public String cgiKey(String prefix, int index) {
        int from = fields[index * INTS_A_FIELD];
        var key = new ByteBuilder(prefix.length() + fields[index * INTS_A_FIELD + 1] - from).add(prefix);
        for (int at = from; at < fields[index * INTS_A_FIELD + 1]; at++) {
            char c = cgiCharacter(bytes[at]);
            if (c == 0) {
                return "";
            }
            key.add(c);
        }
        return new String(key.array(), 0, key.length(), StandardCharsets.ISO_8859_1);
    }

    private static char cgiCharacter(byte b) {
        if (b >= 'a' && b <= 'z') {
            return (char) (b - 0x20);
        }
        return b == '-' ? '_' : b == '_' ? 0 : (char) b;
    }

    /** The index of the Host line, -1 if there is none; there is never a second. */
    public int host() {
        return host;
    }

    /** The index of the Content-Type line, -1 if there is none; there is never a second. */
    public int contentType() {
        return contentType;
    }

    /** The index of the Content-Length line, -1 if there is none; there is never a second. */
    public int contentLength() {
        return contentLength;
    }

    byte[] bytes() {
        return bytes;
    }

    int valueStart(int index) {
        return fields[index * INTS_A_FIELD + 2];
    }

    int valueEnd(int index) {
        return fields[index * INTS_A_FIELD + 3];
    }

    boolean valueIs(int index, String lowerCase) {
        return Grammar.equalsIgnoreCase(bytes, valueStart(index), valueEnd(index), lowerCase);
    }

    private String string(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
