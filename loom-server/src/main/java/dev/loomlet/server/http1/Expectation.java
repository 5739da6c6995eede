package dev.loomlet.server.http1;

/** The Expect header (RFC 9110 §10.1.1). */
public final class Expectation {

    private Expectation() {}

    /**
     * Whether the client waits for a 100 before it sends the body. A client of HTTP/1.0 does not know interim responses, so its
     * Expect is ignored.
     *
     * @throws ProtocolException if something else is expected, 417
     */
    public static boolean isContinue(RequestHead head) throws ProtocolException {
        if (head.expect < 0 || head.version() == HttpVersion.HTTP_1_0) {
            return false;
        }
        for (int i = head.expect; i < head.size(); i++) {
            if (head.isNamed(i, "expect") && !head.valueIs(i, "100-continue")) {
                throw new ProtocolException(Violation.UNSUPPORTED_EXPECTATION);
            }
        }
        return true;
    }
}
