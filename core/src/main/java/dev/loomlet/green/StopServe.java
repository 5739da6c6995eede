package dev.loomlet.green;

import java.io.Serial;

/**
 * Thrown by a handler to end the {@link Green#serve} that called it (eventlet.StopServe). {@code serve} then returns; the listener stays open,
 * and other handlers go on.
 */
public final class StopServe extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public StopServe() {
        super("serve is to end");
    }
}
