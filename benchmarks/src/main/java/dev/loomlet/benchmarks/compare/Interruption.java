package dev.loomlet.benchmarks.compare;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run on Ctrl-C or SIGTERM: a shutdown hook interrupts the thread that created this, gives it time to end the servers and to write
 * what it has, ends whatever child is still there, and exits with 130.
 */
final class Interruption {

    /** The exit status of a run that a signal ended. */
    static final int STATUS = 130;

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread worker = Thread.currentThread();
    private boolean interruptible = true;

    private Interruption() {}

    /** Called by the thread that does the work. */
    static Interruption arm() {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "interruption"));
        return interruption;
    }

    /** From here on the worker is not interrupted any more, whatever comes: it writes what it has. */
    synchronized void writing() {
        interruptible = false;
        Thread.interrupted();
    }

    private synchronized void interrupt() {
        if (interruptible) {
            worker.interrupt();
        }
    }

    /** The work is done, or was ended, and its results are written. */
    void finished() {
        finished.countDown();
    }

    private void end() {
        if (finished.getCount() == 0) {
            return;
        }
        interrupt();
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts a shutdown hook; if so, the children end now.
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(STATUS);
    }
}
