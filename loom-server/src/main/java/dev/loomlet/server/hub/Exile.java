package dev.loomlet.server.hub;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A thread whose place was taken, until it is known whether its handler is to be warned of. That it has not come back for a while does not
 * tell: the JVM or the machine may have stood still, or the thread got no processor. For relief's thread.
 */
final class Exile {

    private static final long WARNING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WARNING_LOOKS = (int) (WARNING_NANOS / Relief.TICK_NANOS);

    /* From then on: some 25 ms of the one, 20 of the other in a row. */
    private static final int COMPUTED_LOOKS = 3;
    private static final int BLOCKED_LOOKS = 4;

    private final Hub hub;
    private final HubThread thread;
    private final long placesBefore;
    private final Optional<Runnable> running;
    private final long sinceNanos;
    private final long sinceLook;
    private long ranTicks = Long.MAX_VALUE;
    private int computedLooks;
    private int blockedLooks;

    /** What is to be done about it. */
    enum Finding {
        /** Nothing yet. */
        LOOK_AGAIN,
        /** It came back. */
        BACK,
        /** Its handler computes or blocks it. */
        STUCK
    }

    /**
     * A thread that is about to lose its place.
     *
     * @param running what it runs
     * @param looks how many looks there were at which relief was not late
     */
    Exile(Hub hub, HubThread thread, Optional<Runnable> running, long looks) {
        this.hub = hub;
        this.thread = thread;
        this.placesBefore = thread.placesGivenBack();
        this.running = running;
        this.sinceNanos = System.nanoTime();
        this.sinceLook = looks;
    }

    /** Looks at it, after as many {@code looks} at which relief was not late. */
    Finding look(long looks) {
        boolean old = System.nanoTime() - sinceNanos >= WARNING_NANOS && looks - sinceLook >= WARNING_LOOKS;
        boolean stuck = old && isStuck();
        if (isBack()) { // the last look, since a thread that is back may have ended
            return Finding.BACK;
        }
        return stuck ? Finding.STUCK : Finding.LOOK_AGAIN;
    }

    private boolean isBack() {
        return thread.placesGivenBack() != placesBefore;
    }

    /** Where it is not known what it waits for, it has had the time to come back. */
    private boolean isStuck() {
        var stat = thread.stat().look();
        return stat.isEmpty() || isStuck(stat.get());
    }

    /* Once its time has grown is not enough: a processor that stood still may count it all when it goes on. */
    private boolean isStuck(ThreadStat.Look stat) {
        computedLooks += stat.ranTicks() > ranTicks ? 1 : 0;
        ranTicks = stat.ranTicks();
        blockedLooks = stat.isRunnable() ? 0 : blockedLooks + 1;
        return computedLooks >= COMPUTED_LOOKS || blockedLooks >= BLOCKED_LOOKS;
    }

    Hub hub() {
        return hub;
    }

    HubThread thread() {
        return thread;
    }

    /** What it ran when it lost its place. */
    Optional<Runnable> running() {
        return running;
    }
}
