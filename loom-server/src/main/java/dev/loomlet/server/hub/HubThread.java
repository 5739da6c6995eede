package dev.loomlet.server.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * A platform thread that holds a {@link Hub}'s place and runs its loop, or waits among the {@link Spares} for one. What belongs to a
 * thread and not to a place is here: the buffers that its virtual threads borrow while they serve a request.
 *
 * <p>When its place was taken, because it was stuck within a continuation, it finds out when that returns, and goes to the spares, or ends
 * if it was reniced.
 *
 * <p>To Undertow's engines it is the I/O thread, which they compare with the current one: what they run, they run in the loop. Their tasks
 * and timers are those of the hub in whose loop it is. Relief gives a hub another thread, so nobody may keep one: {@link Hub#ioThread}.
 */
final class HubThread extends XnioIoThread {

    private static final VarHandle WITHIN;

    static {
        try {
            WITHIN = MethodHandles.lookup().findVarHandle(HubThread.class, "within", Runnable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Spares spares;
    private final Buffers buffers = new Buffers();
    private final AtomicLong placesGivenBack = new AtomicLong();
    private volatile @Nullable Hub assigned;

    /* The place that it holds, or was relieved of, or held last. What runs on it looks, on the thread itself. */
    private @Nullable Hub place;

    /* Only this thread looks: the hub in whose loop it is, none within a continuation. */
    private @Nullable Hub inLoopOf;

    /* Its number in the operating system, 0 if that is of no use. Written by this thread when it starts. */
    private volatile int number;

    /* Written by this thread when it starts. */
    private volatile ThreadStat stat = ThreadStat.UNKNOWN;

    /* Under the lock of the spares. */
    private boolean reniced;

    /* The continuation that runs, or ran last. Written here, read by relief. */
    @SuppressWarnings("unused") // by WITHIN
    private @Nullable Runnable within;

    @SuppressWarnings("ThreadPriorityCheck") // not that of who happened to need a spare
    HubThread(ThreadGroup group, Spares spares, String name) {
        super(/* worker= */ null, /* number= */ 0, group, name);
        this.spares = spares;
        setDaemon(true);
        setPriority(Thread.NORM_PRIORITY);
    }

    /** Gives a waiting thread a place. */
    void hold(Hub hub) {
        assigned = hub;
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        number = spares.renicing().currentThread();
        stat = ThreadStat.ofCurrent();
        for (var hub = awaitPlace(); hub != null; hub = awaitPlace()) {
            runWhileHeld(hub);
            placesGivenBack.incrementAndGet();
            inLoopOf = null;
            WITHIN.setOpaque(this, null);
            if (!spares.takeBack(this)) {
                return;
            }
        }
    }

    /** How many places it has had and come back from: one that was relieved is stuck as long as this stays the same. Any thread. */
    long placesGivenBack() {
        return placesGivenBack.get();
    }

    /** Whether this thread waits for a processor. Any thread. */
    ThreadStat stat() {
        return stat;
    }

    /** Gives this thread, which is stuck, the nice value. Relief's, with the lock of the spares. */
    void renice(Renicing renicing) {
        reniced = renicing.renice(number);
    }

    /** Whether this thread's priority is lower than it was, for good. With the lock of the spares. */
    boolean isReniced() {
        return reniced;
    }

    /** Waits for a place; null if none came for a while and this thread is to end. */
    private @Nullable Hub awaitPlace() {
        long since = System.nanoTime();
        while (assigned == null) {
            if (!spares.isEnded()) {
                LockSupport.parkNanos(Spares.KEPT_NANOS);
            }
            boolean over = spares.isEnded() || System.nanoTime() - since >= Spares.KEPT_NANOS;
            if (assigned == null && over && spares.remove(this)) {
                return null;
            }
        }
        var hub = assigned;
        assigned = null;
        return hub;
    }

    /** An exception must never lose the place: the hub would stand still for good. */
    private void runWhileHeld(Hub hub) {
        place = hub;
        while (true) {
            try {
                hub.run(this);
                return;
            } catch (Exception | Error e) {
                HubLog.error("the loop of " + hub + " failed; going on", e);
            }
        }
    }

    /** Whether what runs on this thread, a virtual thread, is not in the turns of its hub any more. On this thread. */
    @SuppressWarnings("ReferenceEquality") // the same thread
    boolean isRelieved() {
        return place != null && place.holder() != this;
    }

    void enterLoop(Hub hub) {
        inLoopOf = hub;
    }

    void leaveLoopFor(Runnable continuation) {
        inLoopOf = null;
        WITHIN.setOpaque(this, continuation);
    }

    /** What this thread runs or ran last; the former, for who knows that it is not in the loop. Any thread. */
    Optional<Runnable> within() {
        return Optional.ofNullable((Runnable) WITHIN.getOpaque(this));
    }

    @SuppressWarnings("ReferenceEquality") // the same place
    boolean isInLoopOf(Hub hub) {
        return inLoopOf == hub;
    }

    /* What Undertow's engines ask of their thread, in the loop. */

    /** Not one of XNIO's pools of threads: only what its interfaces ask for. */
    @Override
    public XnioWorker getWorker() {
        return HubWorker.SHARED;
    }

    @Override
    public void execute(Runnable task) {
        inLoop().post(task);
    }

    @Override
    public Key executeAfter(Runnable task, long time, TimeUnit unit) {
        return inLoop().after(unit.toNanos(time), task)::cancel;
    }

    @Override
    public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        throw new UnsupportedOperationException("repeated tasks");
    }

    private Hub inLoop() {
        var hub = inLoopOf;
        if (hub == null || !isCurrent()) {
            throw new IllegalStateException("not in the loop of a hub, but in " + Thread.currentThread());
        }
        return hub;
    }

    @SuppressWarnings("ReferenceEquality") // the same thread
    private boolean isCurrent() {
        return Thread.currentThread() == this;
    }

    /** For what runs on this thread, between two calls that may park. */
    Buffers buffers() {
        return buffers;
    }
}
