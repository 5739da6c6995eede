package dev.loomlet.green;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** When delayed work may start, and whether it still may. */
final class Delay {

    private final long startNanos = System.nanoTime();
    private final long delayNanos;
    private final BooleanSupplier wanted;

    /**
     * Counts from now.
     *
     * @param duration how long to wait; more than 292 years are 292 years
     * @param wanted asked once, when due, on the waiting thread: false if the work is not to run
     */
    Delay(Duration duration, BooleanSupplier wanted) {
        this.delayNanos = TimeUnit.NANOSECONDS.convert(duration);
        this.wanted = wanted;
    }

    /** Returns the nanoseconds that are left; 0 or less if due. A difference, since nanoTime may wrap around. */
    long remainingNanos() {
        return delayNanos - (System.nanoTime() - startNanos);
    }

    boolean isWanted() {
        return wanted.getAsBoolean();
    }
}
