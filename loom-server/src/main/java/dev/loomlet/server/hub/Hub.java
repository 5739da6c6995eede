package dev.loomlet.server.hub;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * A hub: the place where virtual threads run and their sockets are polled. It is an {@link Executor} of continuations, which the JDK
 * calls for each virtual thread of this hub that became ready. Who does the work is the {@link HubThread} that holds the place, and the
 * {@link Lease} says who that is: queues and selector are the holder's alone while it is in the loop, and while it is within a
 * continuation it does not look at them, so that they can be handed on.
 *
 * <p>{@link #execute}, {@link #post} and {@link #after} may be called by any thread; the loop is the holder's.
 */
public final class Hub implements Executor {

    /* What yields, or posts itself, for ever must not keep the loop from its selector. */
    private static final int BATCH = 128;
    private static final int TASKS_BATCH = 1024;
    private static final int CAPACITY = 1024;

    private static final VarHandle ROUNDS;

    static {
        try {
            ROUNDS = MethodHandles.lookup().findVarHandle(Hub.class, "rounds", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int number;
    private final Relief relief;
    private final Lease lease = new Lease();
    private final Selector selector;
    private final WakeupPipe wakeup;
    private final ArrayDeque<Runnable> local = new ArrayDeque<>(CAPACITY);
    private final Inbox inbox = new Inbox();
    private final ArrayDeque<Runnable> atEndOfTurn = new ArrayDeque<>();
    private final HubTimers timers = new HubTimers(this);
    private final Set<HubSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Consumer<SelectionKey> onReady = Hub::ready;
    private volatile boolean ended;
    private volatile @Nullable HubThread holder;

    /* Which queue is the first in this turn. The holder's. */
    private boolean localFirst;

    /* How often the loop came by its selector. Written by the holder, read now and then by relief. */
    private long rounds;

    /* Written by relief. */
    private final AtomicLong reliefs = new AtomicLong();

    Hub(int number, Relief relief) throws IOException {
        this.number = number;
        this.relief = relief;
        selector = Selector.open();
        wakeup = openWakeup(selector);
    }

    private static WakeupPipe openWakeup(Selector selector) throws IOException {
        try {
            return WakeupPipe.open(selector);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /** Takes a virtual thread that is ready. Any thread; never blocks. */
    @Override
    public void execute(Runnable continuation) {
        if (isInLoop()) {
            local.add(continuation);
        } else if (inbox.addContinuation(continuation)) {
            wake();
        }
    }

    /** Has the loop run a task that is short and never blocks. In order with others of the same thread. Any thread; never blocks. */
    public void post(Runnable task) {
        if (inbox.addTask(task)) {
            wake();
        }
    }

    /**
     * Has the loop run a short task, which never blocks, after a delay. Late ones run in the order of their deadlines. Those that wait when
     * the hub ends are dropped. Any thread; never blocks.
     */
    public HubTimer after(long delayNanos, Runnable task) {
        return timers.start(delayNanos, task);
    }

    /**
     * Has the loop run a short task, which never blocks, before it polls the next time, after the tasks that the virtual threads of this
     * turn post: what they all wrote is flushed once. One that such a task posts runs before that too, unless there are very many.
     *
     * @throws IllegalStateException if this is not the hub's loop
     */
    public void postAtEndOfTurn(Runnable task) {
        if (!isInLoop()) {
            throw new IllegalStateException("not in the loop of " + this + ", but in " + Thread.currentThread());
        }
        atEndOfTurn.add(task);
    }

    /** Whether the current thread is in this hub's loop, and not within a virtual thread. */
    public boolean isInLoop() {
        return Thread.currentThread() instanceof HubThread thread && thread.isInLoopOf(this);
    }

    /** Has the loop look for what there is to do. Any thread. */
    void wake() {
        JavaLang.pin();
        try {
            wakeup.wake();
        } finally {
            JavaLang.unpin();
        }
    }

    /** Makes the thread of a connection, not started. */
    public Thread newThread(Runnable task) {
        return JavaLang.newVirtualThread(this, task);
    }

    /**
     * Has the current virtual thread go on in the turns of its hub, if the platform thread below it lost that to another one, because it
     * computed: called before each request or message, so that many which are there already do not count as one long computation. Does
     * nothing on other threads.
     */
    @SuppressWarnings("ThreadPriorityCheck") // to yield is to be run by the hub
    public static void returnIfRelieved() {
        if (JavaLang.currentCarrier() instanceof HubThread thread && thread.isRelieved()) {
            Thread.yield();
        }
    }

    /* The loop: all of it on the thread that holds the place. */

    /**
     * Runs the hub until the place was taken from {@code thread}, or the hub ends. A turn ends early when the place is taken, so the queues
     * take turns to be the first: of both something runs in two turns, however many handlers compute.
     */
    void run(HubThread thread) throws IOException {
        thread.enterLoop(this);
        while (!ended) {
            runTasks();
            runTimers();
            runEndOfTurn();
            ROUNDS.setOpaque(this, rounds + 1);
            poll();
            localFirst = !localFirst;
            boolean held =
                    localFirst ? runLocal(thread) && runSubmitted(thread) : runSubmitted(thread) && runLocal(thread);
            if (!held) {
                return;
            }
        }
        wakeup.close();
        selector.close();
    }

    private void runTasks() {
        for (int i = TASKS_BATCH; i > 0; i--) {
            var task = inbox.pollTask();
            if (task == null) {
                return;
            }
            runTask(task);
        }
    }

    private void runTask(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            HubLog.error("a task of " + this + " failed", e);
        }
    }

    private void runTimers() {
        if (!timers.isEmpty()) {
            long now = System.nanoTime();
            for (var task = timers.pollDue(now); task != null; task = timers.pollDue(now)) {
                runTask(task);
            }
        }
    }

    /** Runs those that are there, and as many more that they post. What is left keeps the poll from waiting. */
    private void runEndOfTurn() {
        for (int i = atEndOfTurn.size() + BATCH; i > 0 && !atEndOfTurn.isEmpty(); i--) {
            runTask(atEndOfTurn.remove());
        }
    }

    private boolean runLocal(HubThread thread) {
        for (int i = local.size(); i > 0; i--) {
            if (!runOne(thread, local.remove())) {
                return false;
            }
        }
        return true;
    }

    private boolean runSubmitted(HubThread thread) {
        for (int i = BATCH; i > 0; i--) {
            var continuation = inbox.pollContinuation();
            if (continuation == null) {
                return true;
            }
            if (!runOne(thread, continuation)) {
                return false;
            }
        }
        return true;
    }

    /** Runs a continuation; false if the place was taken meanwhile. */
    private boolean runOne(HubThread thread, Runnable continuation) {
        thread.leaveLoopFor(continuation);
        long odd = lease.enter();
        try {
            continuation.run();
        } catch (RuntimeException | Error e) {
            HubLog.error("a virtual thread could not be run by " + this, e);
        }
        if (!lease.leave(odd)) {
            return false;
        }
        thread.enterLoop(this);
        return true;
    }

    private void poll() throws IOException {
        long timeoutMillis = hasWork() ? HubTimers.DUE : timers.timeoutMillis();
        if (timeoutMillis == HubTimers.DUE) {
            selector.selectNow(onReady);
            return;
        }
        if (inbox.beginSleep()) {
            selector.select(onReady, timeoutMillis);
        } else {
            selector.selectNow(onReady);
        }
        inbox.endSleep();
        relief.hubWoke();
    }

    private boolean hasWork() {
        return !local.isEmpty() || !inbox.isEmpty() || !atEndOfTurn.isEmpty() || ended;
    }

    private static void ready(SelectionKey key) {
        if (key.attachment() instanceof Polled polled) {
            polled.ready(key);
        }
    }

    /** The channel's key, which it has from now on; {@code polled} is told if it is a new one. */
    SelectionKey key(SelectableChannel channel, Polled polled) throws IOException {
        var key = channel.keyFor(selector);
        return key == null ? channel.register(selector, /* ops= */ 0, polled) : key;
    }

    /**
     * Closes a channel that has a key. When it returns, the system has closed it too, also for who does not run in this hub's turns, but on a
     * thread that was relieved.
     */
    void close(SelectableChannel channel) throws IOException {
        channel.close();
        selector.selectNow(onReady);
    }

    /* For relief, and for those who look. */

    /** The place changes hands, if the holder is still within the continuation of {@code odd}. */
    boolean handOver(long odd, HubThread to) {
        if (!lease.take(odd)) {
            return false;
        }
        to.setName(toString());
        holder = to;
        reliefs.incrementAndGet();
        to.hold(this);
        return true;
    }

    void begin(HubThread first) {
        first.setName(toString());
        holder = first;
        first.hold(this);
    }

    /** Ends the hub, which by then has nothing to do. */
    void end() {
        ended = true;
        wake();
    }

    Lease lease() {
        return lease;
    }

    long rounds() {
        return (long) ROUNDS.getOpaque(this);
    }

    boolean isSleeping() {
        return inbox.isSleeping();
    }

    /** Whether there is something to do that nobody does. */
    boolean isOverslept() {
        return inbox.isOverslept();
    }

    /** The name of the thread that holds the place. */
    public String threadName() {
        return holder().getName();
    }

    /** The thread that holds the place. */
    HubThread holder() {
        var thread = holder;
        if (thread == null) {
            throw new IllegalStateException(this + " has not begun");
        }
        return thread;
    }

    /** The thread that holds the place, as Undertow's engines see it. It may be another after the next virtual thread that ran. */
    public XnioIoThread ioThread() {
        return holder();
    }

    /** How often the place was taken from a thread that was stuck. */
    public long reliefs() {
        return reliefs.get();
    }

    /** The loop's. */
    HubTimers timers() {
        return timers;
    }

    /** The sockets that are open here. */
    Set<HubSocket> sockets() {
        return sockets;
    }

    /** How many connections are open here. */
    public int connections() {
        return sockets.size();
    }

    @Override
    public String toString() {
        return "loomlet-hub-" + number;
    }
}
