package dev.loomlet.server.hub;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads for the places of those that are stuck. Made when one is needed, and no more than {@link #MOST}, since each stands for a handler
 * that is stuck; kept for a while when they come back. For relief and for hub threads outside of any continuation: its lock is held by
 * platform threads only, and never for long.
 */
final class Spares {

    static final int MOST = 64;
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ThreadGroup group;
    private final Renicing renicing;
    private final ArrayDeque<HubThread> waiting = new ArrayDeque<>();
    private int made;
    private volatile boolean ended;

    Spares(ThreadGroup group, Renicing renicing) {
        this.group = group;
        this.renicing = renicing;
    }

    /** A thread that waits for a place, empty if there are as many as there may be. */
    synchronized Optional<HubThread> take() {
        var spare = waiting.poll();
        if (spare != null) {
            return Optional.of(spare);
        }
        if (made >= MOST) {
            return Optional.empty();
        }
        var thread = new HubThread(group, this, "loomlet-hub-spare");
        thread.start();
        made++;
        return Optional.of(thread);
    }

    private void put(HubThread thread) {
        thread.setName("loomlet-hub-spare");
        waiting.push(thread);
        if (ended) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Has {@code spare} take a place, if the holder is still within the continuation of {@code odd}, and renices the holder; or else keeps
     * the spare. A thread whose place was taken needs the lock to go on, so it is reniced, and named for it, before.
     */
    synchronized boolean handOver(Hub hub, long odd, HubThread spare) {
        var holder = hub.holder();
        if (!hub.handOver(odd, spare)) {
            put(spare);
            return false;
        }
        holder.setName(hub + " relieved");
        holder.renice(renicing);
        return true;
    }

    /** Takes in a thread that was stuck; false if it was reniced, and is to end. */
    synchronized boolean takeBack(HubThread thread) {
        if (thread.isReniced()) {
            made--;
            return false;
        }
        put(thread);
        return true;
    }

    /** Whether {@code thread} is not needed and may end. */
    synchronized boolean remove(HubThread thread) {
        boolean removed = waiting.remove(thread);
        if (removed) {
            made--;
        }
        return removed;
    }

    /** Ends the threads that wait, and the others when they come. */
    synchronized void end() {
        ended = true;
        waiting.forEach(LockSupport::unpark);
    }

    boolean isEnded() {
        return ended;
    }

    Renicing renicing() {
        return renicing;
    }

    /** How many threads there are, stuck ones too, besides those that hold a place from the start. */
    synchronized int size() {
        return made;
    }
}
