package dev.loomlet.server;

import dev.loomlet.wsgi.Headers;
import java.io.IOException;

/**
 * The {@code 100 Continue} responses of one request (RFC 9110 §10.1.1, §15.2.1).
 *
 * <pre>
 *   NOT_EXPECTED ──────────────────────────────┐
 *   AWAITED ──send──► SENT ──send──► SENT ─────┼──final response begins──► OVER
 *      └───────────────────────────────────────┘   (AWAITED: the client's body may or may not come, so close)
 * </pre>
 */
final class Interim {

    private enum State {
        NOT_EXPECTED,
        AWAITED,
        SENT,
        OVER
    }

    private final Outlet outlet;
    private State state;
    private boolean neverSent;

    Interim(boolean expected, Outlet outlet) {
        this.outlet = outlet;
        this.state = expected ? State.AWAITED : State.NOT_EXPECTED;
        this.neverSent = expected;
    }

    /** Whether the client waits for a 100 before it sends its body. */
    boolean isAwaited() {
        return state == State.AWAITED;
    }

    /** Whether a 100 may be sent: the client asked for one, and the final response has not begun. */
    boolean isAllowed() {
        return state == State.AWAITED || state == State.SENT;
    }

    /** Whether the client asked and got none, so that nobody knows whether it sends its body. */
    boolean isUnanswered() {
        return neverSent;
    }

    /** The final response begins: from now on no 100. */
    void end() {
        state = State.OVER;
    }

    void send(Headers headers) throws IOException {
        state = State.SENT;
        neverSent = false;
        outlet.interim(headers);
    }
}
