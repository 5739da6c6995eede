package dev.loomlet.server.http1;

/** The Transfer-Encoding header (RFC 9112 §6.1, §7): a list of codings, of which this server knows one. */
final class TransferCodings {

    private TransferCodings() {}

    /**
     * Accepts {@code chunked} alone. What is malformed, repeats chunked or does not end in it leaves the length of the body
     * open, which is a 400; a well-formed list with another coding and chunked last is a 501.
     */
    static void check(byte[] bytes, int from, int to) throws ProtocolException {
        int at = from;
        boolean other = false;
        boolean chunked = false;
        while (true) {
            int start = at;
            while (at < to && Grammar.isTokenByte(bytes[at])) {
                at++;
            }
            require(at > start && !chunked);
            chunked = Grammar.equalsIgnoreCase(bytes, start, at, "chunked");
            /* "identity" was withdrawn by RFC 7230; who sends it means something that we cannot know. */
            require(!Grammar.equalsIgnoreCase(bytes, start, at, "identity"));
            other |= !chunked;
            at = skipWhiteSpace(bytes, at, to);
            if (at == to) {
                break;
            }
            require(bytes[at] == ',');
            at = skipWhiteSpace(bytes, at + 1, to);
        }
        require(chunked);
        if (other) {
            throw new ProtocolException(Violation.UNSUPPORTED_CODING);
        }
    }

    private static int skipWhiteSpace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Grammar.isWhiteSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private static void require(boolean legal) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(Violation.BAD_CODING);
        }
    }
}
