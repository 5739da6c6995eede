package dev.loomlet.server.http1;

/** How the body of a request is delimited (RFC 9112 §6.3). A request's body never ends with its connection. */
public sealed interface BodyFraming {

    /** There is no body. */
    record None() implements BodyFraming {
        static final None INSTANCE = new None();
    }

    /**
     * The body has a known length.
     *
     * @param length bytes, at least 1
     */
    record Fixed(long length) implements BodyFraming {}

    /**
     * The body comes in chunks.
     *
     * @param alone whether what is in the chunks is the body itself, without another coding
     */
    record Chunked(boolean alone) implements BodyFraming {}

    /**
     * Decides how the body of a request is delimited, or that the request is to be refused since it could be read in two ways.
     *
     * @param head the request
     * @param maxBodyBytes the longest body that is read, 0 for any
     * @return the framing
     * @throws ProtocolException if the framing is ambiguous, unknown or too large
     */
    static BodyFraming ofRequest(RequestHead head, long maxBodyBytes) throws ProtocolException {
        /* RFC 9112 §6.3 steps 1 and 2 are about responses. Step 3: both fields are an attempt at smuggling. */
        if (head.transferEncoding >= 0) {
            check(head.contentLength < 0, Violation.LENGTH_AND_CODING);
            check(head.version == HttpVersion.HTTP_1_1, Violation.CODING_IN_1_0);
            /* Step 4: chunked is the last coding; then the chunks tell the length. */
            return new Chunked(TransferCodings.areChunkedAlone(head));
        }
        if (head.contentLength >= 0) {
            /* Steps 5 and 6: one Content-Length, legal, is the length. */
            long length = decimal(head.bytes(), head.valueStart(head.contentLength), head.valueEnd(head.contentLength));
            check(maxBodyBytes == 0 || length <= maxBodyBytes, Violation.LARGE_BODY);
            return length == 0 ? None.INSTANCE : new Fixed(length);
        }
        /* Step 7: neither, so no body. */
        return None.INSTANCE;
    }

    private static long decimal(byte[] bytes, int from, int to) throws ProtocolException {
        check(to > from, Violation.BAD_CONTENT_LENGTH);
        long value = 0;
        for (int i = from; i < to; i++) {
            check(Grammar.isDigit(bytes[i]), Violation.BAD_CONTENT_LENGTH);
            int digit = bytes[i] - '0';
            check(value <= (Long.MAX_VALUE - digit) / 10, Violation.BAD_CONTENT_LENGTH);
            value = value * 10 + digit;
        }
        return value;
    }

    private static void check(boolean legal, Violation violation) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(violation);
        }
    }
}
