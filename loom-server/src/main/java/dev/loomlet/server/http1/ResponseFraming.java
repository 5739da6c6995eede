package dev.loomlet.server.http1;

/**
 * How the end of a response is told (RFC 9112 §6.3).
 *
 * @param kind which way
 * @param length for {@link Kind#LENGTH} the number of bytes; for {@link Kind#NONE} the Content-Length to announce all the same,
 *     or -1 for none
 */
public record ResponseFraming(Kind kind, long length) {

    /** The ways. */
    public enum Kind {
        /** There is no body, whatever the application gives. */
        NONE,
        /** A Content-Length. */
        LENGTH,
        /** Chunks; in HTTP/2, whose frames are chunks, its own end of a stream. */
        CHUNKED,
        /** The end of the connection. */
        CLOSE
    }

    /** No length is known. */
    public static final long UNKNOWN = -1;

    /** No body, and no length said. */
    public static final ResponseFraming NOTHING = new ResponseFraming(Kind.NONE, UNKNOWN);

    private static final ResponseFraming CHUNKS = new ResponseFraming(Kind.CHUNKED, UNKNOWN);
    private static final ResponseFraming UNTIL_CLOSE = new ResponseFraming(Kind.CLOSE, UNKNOWN);

    /**
     * Decides how the end of a response is told.
     *
     * @param method the request's method
     * @param version the request's version
     * @param status the response's status code
     * @param declared the Content-Length that the application gave, else {@link #UNKNOWN}
     * @param known the length of the body that it returned if that can be told before it is sent, else {@link #UNKNOWN}
     */
    public static ResponseFraming of(String method, HttpVersion version, int status, long declared, long known) {
        /* RFC 9110 §8.6: no Content-Length in 1xx, 204 and a 2xx to CONNECT; RFC 9112 §6.1: no Transfer-Encoding either. */
        if (status < 200 || status == 204 || (status < 300 && method.equals("CONNECT"))) {
            return NOTHING;
        }
        /* RFC 9112 §6.3 step 1: no body after HEAD and in 304; a Content-Length tells what GET would have had. */
        if (status == 304) {
            return withoutBody(declared);
        }
        if (method.equals("HEAD")) {
            /* An application may know that it need not make the body; then an empty one says nothing. */
            return withoutBody(declared >= 0 || known <= 0 ? declared : known);
        }
        long length = declared >= 0 ? declared : known;
        if (length >= 0) {
            return new ResponseFraming(Kind.LENGTH, length);
        }
        return version == HttpVersion.HTTP_1_0 ? UNTIL_CLOSE : CHUNKS;
    }

    private static ResponseFraming withoutBody(long length) {
        return length < 0 ? NOTHING : new ResponseFraming(Kind.NONE, length);
    }
}
