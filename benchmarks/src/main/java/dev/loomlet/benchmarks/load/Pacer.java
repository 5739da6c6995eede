package dev.loomlet.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/** How the sender of an open loop waits; a test gives one that oversleeps. */
@FunctionalInterface
interface Pacer {

    /** Waits on the calling thread until System.nanoTime is there, or until interrupt, whose flag stays set. */
    void awaitNanos(long nanos);

    /** Parks: no spinning, which would take a core from the server. */
    static void park(long nanos) {
        long left = nanos - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = nanos - System.nanoTime();
        }
    }
}
