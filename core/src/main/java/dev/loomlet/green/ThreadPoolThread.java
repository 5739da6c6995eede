package dev.loomlet.green;

import java.util.concurrent.atomic.AtomicLong;

/** A thread of a {@link ThreadPool}, which knows that it is one. */
final class ThreadPoolThread extends Thread {

    private static final AtomicLong COUNT = new AtomicLong();

    private final ThreadPool pool;

    ThreadPoolThread(ThreadPool pool, Runnable jobs) {
        super(
                /* group= */ null,
                jobs,
                "loomlet-tpool-" + COUNT.incrementAndGet(),
                /* stackSize= */ 0,
                /* inheritInheritableThreadLocals= */ false);
        this.pool = pool;
        setDaemon(true);
    }

    static boolean isCurrentOf(ThreadPool pool) {
        return currentThread() instanceof ThreadPoolThread thread && thread.pool == pool;
    }
}
