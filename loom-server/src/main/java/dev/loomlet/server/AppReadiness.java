package dev.loomlet.server;

import org.jspecify.annotations.Nullable;

/**
 * Tells a handler's channel that it may read, or write, for as long as it wants to know: that always holds here. Any thread; it tells on the
 * request's.
 */
final class AppReadiness {

    private final AppLoop loop;
    private volatile boolean resumed;
    private volatile @Nullable Runnable handler;

    AppReadiness(AppLoop loop) {
        this.loop = loop;
    }

    void setHandler(Runnable ready) {
        handler = ready;
    }

    boolean isResumed() {
        return resumed;
    }

    void resume() {
        if (!resumed) {
            wakeup();
        }
    }

    void wakeup() {
        resumed = true;
        loop.execute(this::tell);
    }

    void suspend() {
        resumed = false;
    }

    private void tell() {
        var told = handler;
        if (resumed && told != null) {
            told.run();
            if (resumed) {
                loop.execute(this::tell);
            }
        }
    }
}
