package dev.loomlet.server.frame;

/** Why a connection closes (RFC 6455 §7.4). */
public final class CloseCode {

    /** It has served its purpose. */
    public static final int NORMAL = 1000;

    /** The server stops, or the client is not there any more. */
    public static final int GOING_AWAY = 1001;

    /** The other side broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** Never sent: the other side's close frame had no code. */
    public static final int NONE = 1005;

    /** Never sent: the connection ended without a close frame. */
    public static final int ABNORMAL = 1006;

    /** What came is not what its type says: text that is not UTF-8. */
    public static final int INVALID_DATA = 1007;

    /** A message is longer than this side takes. */
    public static final int TOO_BIG = 1009;

    /** The server failed. */
    public static final int INTERNAL_ERROR = 1011;

    /** How many bytes of UTF-8 a reason may have: a control frame's, less the code. */
    public static final int MOST_REASON_BYTES = Opcode.MOST_OF_CONTROL - Short.BYTES;

    private CloseCode() {}

    /**
     * Whether a code may stand in a close frame (RFC 6455 §7.4.1, §7.4.2): one of the RFC's, one registered since, a library's or an
     * application's. 1004 has no meaning; 1005, 1006 and 1015 stand for frames that never were.
     */
    public static boolean isLegal(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
