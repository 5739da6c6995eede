package dev.loomlet.server.http1;

/**
 * Whether a connection goes on after a request, as far as the client has a say (RFC 9112 §9.3).
 *
 * <table class="striped">
 * <caption>The client's wish</caption>
 * <thead><tr><th scope="col">Connection</th><th scope="col">HTTP/1.1</th><th scope="col">HTTP/1.0</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">has close</th><td>CLOSE</td><td>CLOSE</td></tr>
 * <tr><th scope="row">has keep-alive, no close</th><td>KEEP_ALIVE</td><td>KEEP_ALIVE</td></tr>
 * <tr><th scope="row">neither, or absent</th><td>PERSIST</td><td>CLOSE</td></tr>
 * </tbody>
 * </table>
 */
public enum Persistence {
    /** The connection closes after the response. */
    CLOSE,
    /** The connection goes on without anybody having asked for it. */
    PERSIST,
    /** The connection goes on because the client asked for it, and it wants to hear that. */
    KEEP_ALIVE;

    /** The client's wish. */
    public static Persistence of(RequestHead head) {
        boolean keepAlive = false;
        for (int i = Math.max(head.connection, 0); head.connection >= 0 && i < head.size(); i++) {
            if (head.isNamed(i, "connection")) {
                if (hasToken(head, i, "close")) {
                    return CLOSE;
                }
                keepAlive |= hasToken(head, i, "keep-alive");
            }
        }
        if (keepAlive) {
            return KEEP_ALIVE;
        }
        return head.version() == HttpVersion.HTTP_1_1 ? PERSIST : CLOSE;
    }

    /* Connection = #connection-option (RFC 9110 §7.6.1); empty elements are ignored (§5.6.1.2) */
    private static boolean hasToken(RequestHead head, int index, String token) {
        var bytes = head.bytes();
        int end = head.valueEnd(index);
        int at = head.valueStart(index);
        while (at < end) {
            int start = at;
            while (at < end && bytes[at] != ',') {
                at++;
            }
            int stop = at++;
            while (start < stop && Grammar.isWhiteSpace(bytes[start])) {
                start++;
            }
            while (stop > start && Grammar.isWhiteSpace(bytes[stop - 1])) {
                stop--;
            }
            if (Grammar.equalsIgnoreCase(bytes, start, stop, token)) {
                return true;
            }
        }
        return false;
    }
}
