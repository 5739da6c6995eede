package dev.loomlet.server.frame;

/** The client broke the protocol, or sent more than it may; the message is fit for its eyes. */
public final class FrameException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * A violation.
     *
     * @param code the code to close with
     * @param message what is wrong, without anything that the client sent
     */
    public FrameException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The code to close with. */
    public int code() {
        return code;
    }
}
