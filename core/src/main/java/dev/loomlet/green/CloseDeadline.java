package dev.loomlet.green;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Closes something unless what is to be done with it is done in time: a bound on what has no timeout of its own. A green thread waits
 * for the deadline meanwhile.
 */
final class CloseDeadline implements AutoCloseable {

    private enum State {
        /* PENDING -> MET, by who does it; PENDING -> MISSED, by the green thread, which then closes. */
        PENDING,
        MET,
        MISSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    private final Closeable closeable;
    private final GreenThread<?> timer;

    private CloseDeadline(Duration limit, Closeable closeable) {
        this.closeable = closeable;
        this.timer = Green.spawnAfter(limit, this::miss);
    }

    static CloseDeadline in(Duration limit, Closeable closeable) {
        return new CloseDeadline(limit, closeable);
    }

    private void miss() throws Exception {
        if (state.compareAndSet(State.PENDING, State.MISSED)) {
            closeable.close();
        }
    }

    /** Says that it is done. Returns false if that comes too late: it is closed, or about to be. */
    boolean meet() {
        state.compareAndSet(State.PENDING, State.MET);
        timer.cancel();
        return state.get() == State.MET;
    }

    @Override
    public void close() {
        meet();
    }
}
