package dev.loomlet.green;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread will bring about and nobody is told of, such as that it waits. */
final class Until {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /* Others are to get on with it, even with one core. */
    private static final long A_MOMENT = 10_000;

    private Until() {}

    /** Returns once {@code condition} holds, fails if it does not in time. */
    static void holds(BooleanSupplier condition) {
        holds(PATIENCE, condition);
    }

    /** Returns once {@code condition} holds, fails if it does not within {@code patience}. */
    static void holds(Duration patience, BooleanSupplier condition) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNanos > patience.toNanos()) {
                throw new AssertionError("it did not come about");
            }
            LockSupport.parkNanos(A_MOMENT);
        }
    }
}
