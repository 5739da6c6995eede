package dev.loomlet.green;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What reaches the default uncaught exception handler while this is open. */
final class UncaughtReports implements AutoCloseable {

    private final BlockingQueue<Throwable> reports = new LinkedBlockingQueue<>();
    private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    private UncaughtReports(Thread.@Nullable UncaughtExceptionHandler handler) {
        Thread.setDefaultUncaughtExceptionHandler(handler == null ? (_, failure) -> reports.add(failure) : handler);
    }

    static UncaughtReports open() {
        return new UncaughtReports(null);
    }

    static UncaughtReports openWith(Thread.UncaughtExceptionHandler handler) {
        return new UncaughtReports(handler);
    }

    /** Waits for the next report. */
    Throwable next() throws InterruptedException {
        return reports.take();
    }

    boolean isEmpty() {
        return reports.isEmpty();
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
