package dev.loomlet.server.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Relieves hub threads that are stuck: virtual threads are not time-sliced, so a handler that computes, or blocks its thread in a file or
 * in native code, would keep all others of its hub from running. One daemon platform thread for all hubs looks every {@link
 * #TICK_NANOS}, and hands the place on
 *
 * <ul>
 *   <li>of a thread that was within the same continuation at the look before;
 *   <li>of a thread that has not come by its selector for two looks, whatever it runs: many handlers that compute for a while each.
 * </ul>
 *
 * <p>It does nothing at a look at which it was late itself, since then the machine or the JVM stood still. When all hubs sleep, so does
 * it, until one wakes.
 */
final class Relief extends Thread {

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long LATE_NANOS = 3 * TICK_NANOS;
    private static final int QUIET_TICKS = 3;
    private static final int OVERSLEPT_TICKS = 400;
    private static final long LONGEST_PARK_NANOS = TimeUnit.MINUTES.toNanos(1);

    /* For tests: takes places from threads that are not stuck. */
    private final boolean random = Boolean.getBoolean("loomlet.relief.random");

    /* Random looks come 20 times as often. */
    private final int oversleptTicks = random ? 20 * OVERSLEPT_TICKS : OVERSLEPT_TICKS;

    private final Spares spares;
    private final List<Exile> exiles = new ArrayList<>();
    private volatile List<Watch> watches = List.of();
    private volatile boolean parked;

    /* Those that were not late. */
    private long punctualLooks;

    /** What was seen of a hub at the last looks. Only the relief's thread uses it. */
    private static final class Watch {
        private final Hub hub;
        private long lease;
        private long rounds;
        private int sameRounds;
        private int overslept;

        Watch(Hub hub) {
            this.hub = hub;
        }
    }

    Relief(ThreadGroup group, Spares spares) {
        super(group, "loomlet-relief");
        this.spares = spares;
        setDaemon(true);
    }

    void begin(List<Hub> hubs) {
        watches = hubs.stream().map(Watch::new).toList();
        start();
    }

    /** A hub has something to do. Called by the holder, in its loop. */
    void hubWoke() {
        if (parked) {
            parked = false;
            LockSupport.unpark(this);
        }
    }

    @Override
    public void run() {
        int quiet = 0;
        while (!spares.isEnded()) {
            try {
                quiet = tick() ? 0 : quiet + 1;
                if (quiet >= QUIET_TICKS) {
                    parkUntilBusy();
                    quiet = 0;
                }
            } catch (RuntimeException | Error e) {
                HubLog.error("looking for stuck hubs failed; going on", e);
            }
        }
    }

    /** One look, after a while; whether any hub is busy. */
    private boolean tick() {
        long before = System.nanoTime();
        LockSupport.parkNanos(random ? ThreadLocalRandom.current().nextLong(TICK_NANOS / 10) : TICK_NANOS);
        boolean late = System.nanoTime() - before > LATE_NANOS;
        punctualLooks += late ? 0 : 1;
        boolean busy = false;
        for (var watch : watches) {
            busy |= look(watch, late);
        }
        lookAfterExiles();
        return busy || !exiles.isEmpty();
    }

    private boolean look(Watch watch, boolean late) {
        var hub = watch.hub;
        long lease = hub.lease().number();
        long rounds = hub.rounds();
        boolean sameContinuation = lease == watch.lease;
        watch.sameRounds = rounds == watch.rounds ? watch.sameRounds + 1 : 0;
        watch.lease = lease;
        watch.rounds = rounds;
        if (hub.isSleeping()) {
            return checkSleeper(watch);
        }
        watch.overslept = 0;
        boolean within = Lease.isWithin(lease);
        if (within && (random || (!late && (sameContinuation || watch.sameRounds >= 2)))) {
            relieve(hub, lease);
        }
        return true;
    }

    private void relieve(Hub hub, long lease) {
        var stuck = hub.holder();
        var exile = new Exile(hub, stuck, stuck.within(), punctualLooks);
        var spare = spares.take();
        if (spare.isEmpty()) {
            Stuck.noSpare(hub);
        } else if (spares.handOver(hub, lease, spare.get())) {
            Stuck.relieved(exile);
            exiles.add(exile);
        }
    }

    private void lookAfterExiles() {
        for (var each = exiles.iterator(); each.hasNext(); ) {
            var exile = each.next();
            var finding = exile.look(punctualLooks);
            if (finding != Exile.Finding.LOOK_AGAIN) {
                each.remove();
            }
            if (finding == Exile.Finding.STUCK) {
                Stuck.warn(exile);
            }
        }
    }

    /** A hub that sleeps over work was not woken, or waits for a lock that only it can have given back: neither may be. */
    private boolean checkSleeper(Watch watch) {
        watch.overslept = watch.hub.isOverslept() ? watch.overslept + 1 : 0;
        if (watch.overslept == oversleptTicks) {
            Stuck.overslept(watch.hub);
            watch.hub.wake();
        }
        return watch.overslept > 0;
    }

    private void parkUntilBusy() {
        parked = true;
        if (watches.stream().allMatch(watch -> watch.hub.isSleeping())) {
            LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
        }
        parked = false;
    }
}
