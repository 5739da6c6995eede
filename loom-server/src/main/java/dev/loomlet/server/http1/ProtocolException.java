package dev.loomlet.server.http1;

import java.io.IOException;

/**
 * The client broke the protocol. By definition its fault, never ours; nothing that came after on the connection may be read as
 * a request. It carries no stack trace, since it says nothing about this program.
 */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    private final Violation violation;

    /** A violation, with its sentence as the message. */
    public ProtocolException(Violation violation) {
        super(violation.sentence() + " (" + violation.section() + ")");
        this.violation = violation;
    }

    /** What the client did. */
    public Violation violation() {
        return violation;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
