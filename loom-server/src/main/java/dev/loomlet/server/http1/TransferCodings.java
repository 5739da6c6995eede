package dev.loomlet.server.http1;

import java.util.List;

/**
 * The Transfer-Encoding header (RFC 9112 §6.1, §7), a list of codings in one line or several. Chunked must be the last and nowhere else:
 * only it tells where the body ends. Codings before it compress what is in the chunks; they are not undone here, the application gets
 * the bytes as they are and the header that says so.
 */
final class TransferCodings {

    /* RFC 9112 §7.2, and identity, which RFC 2616 had for no coding at all. */
    private static final List<String> KNOWN =
            List.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "identity");

    private int count;
    private boolean chunked;
    private boolean unknown;

    private TransferCodings() {}

    /**
     * Whether chunked is the only coding.
     *
     * @throws ProtocolException 400 if the list is malformed or does not end in its only chunked, since then nobody knows the length of
     *     the body; 501 if another coding is unknown
     */
    static boolean areChunkedAlone(RequestHead head) throws ProtocolException {
        var codings = new TransferCodings();
        for (int i = head.transferEncoding; i < head.size(); i++) {
            if (head.isNamed(i, "transfer-encoding")) {
                codings.read(head.bytes(), head.valueStart(i), head.valueEnd(i));
            }
        }
        require(codings.chunked);
        if (codings.unknown) {
            throw new ProtocolException(Violation.UNSUPPORTED_CODING);
        }
        return codings.count == 1;
    }

    private void read(byte[] bytes, int from, int to) throws ProtocolException {
        int at = from;
        while (true) {
            int start = at;
            while (at < to && Grammar.isTokenByte(bytes[at])) {
                at++;
            }
            require(at > start && !chunked);
            note(bytes, start, at);
            at = skipWhiteSpace(bytes, at, to);
            if (at == to) {
                return;
            }
            require(bytes[at] == ',');
            at = skipWhiteSpace(bytes, at + 1, to);
        }
    }

    private void note(byte[] bytes, int from, int to) {
        count++;
        chunked = Grammar.equalsIgnoreCase(bytes, from, to, "chunked");
        unknown |= !chunked && KNOWN.stream().noneMatch(coding -> Grammar.equalsIgnoreCase(bytes, from, to, coding));
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
