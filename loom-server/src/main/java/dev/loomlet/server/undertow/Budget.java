package dev.loomlet.server.undertow;

/** How many of something there may be in a time, which begins anew when it is over. For the loop. */
final class Budget {

    private final int most;
    private final long windowNanos;
    private int count;
    private long sinceNanos = System.nanoTime();

    Budget(int most, long windowNanos) {
        this.most = most;
        this.windowNanos = windowNanos;
    }

    /** Counts one; false if there were too many. */
    boolean take() {
        return ++count <= most || isNextWindow();
    }

    private boolean isNextWindow() {
        long now = System.nanoTime();
        boolean over = now - sinceNanos > windowNanos;
        if (over) {
            sinceNanos = now;
            count = 1;
        }
        return over;
    }
}
