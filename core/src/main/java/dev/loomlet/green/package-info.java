/**
 * eventlet's green threads on virtual threads.
 *
 * <p>The way of a green thread: {@link dev.loomlet.green.Green} makes a {@code Task}, the state machine, and starts a virtual
 * thread on it; the task waits for its {@code Delay} if it has one, runs the work, calls the links and wakes who awaits.
 * {@link dev.loomlet.green.GreenThread} is the handle on the task that the caller keeps;
 * {@link dev.loomlet.green.GreenThreadExit} is what a kill throws.
 *
 * <p>Who waits for another: a {@code WaitQueue} keeps the waiters in their order and hands each what it waits for, under a
 * {@code GrantLock}, which wakes them. On it stand {@link dev.loomlet.green.Event}, {@link dev.loomlet.green.LightQueue} with
 * {@link dev.loomlet.green.Queue} and its kinds, {@link dev.loomlet.green.Semaphore} with its kinds, and
 * {@link dev.loomlet.green.CappedSemaphore}.
 *
 * <p>Pools: a {@link dev.loomlet.green.GreenPool} gives each of its green threads one of its {@code Slots}, which the task holds as a
 * {@code Slot} until its end; a member of a full pool runs the work {@code Inline}. Its {@link dev.loomlet.green.Results} are those of a
 * {@code GreenMap}, which takes {@code Inputs} and starts them, or of a {@link dev.loomlet.green.GreenPile}. A
 * {@link dev.loomlet.green.DagPool} hands each of its green threads the values of the keys it depends on, as
 * {@link dev.loomlet.green.DagResults}; a {@link dev.loomlet.green.Pool} lends items.
 *
 * <p>The way of a {@link dev.loomlet.green.Timeout}: it is one of its thread's {@code OpenTimeouts} until it is closed; the
 * {@code TimeoutTimer} expires it, which interrupts the thread; the wait there asks {@code Interruption} for the reason, and throws that.
 *
 * <p>The way of a connection: {@code Listening} binds a {@link dev.loomlet.green.GreenServerSocket} as
 * {@link dev.loomlet.green.ListenOptions} say, removing a {@code SocketFile} if it may; {@code Connecting} makes the other end. {@code Serving}
 * accepts, in a {@code Pending} call that survives who waits for it, and calls a {@link dev.loomlet.green.ConnectionHandler} on a green thread
 * each, until a {@link dev.loomlet.green.StopServe}, as {@link dev.loomlet.green.ServeOptions} say. A {@link dev.loomlet.green.GreenSocket}
 * reads by its {@code SocketInput} and writes by its {@code SocketOutput}; a {@code TlsLayer} between them and the channel does the handshake
 * within a {@code CloseDeadline}, as {@link dev.loomlet.green.SslOptions} say; {@code UnixSocket} with {@code UnixInput} is what the JDK
 * lacks for Unix domain sockets. {@code Addresses} are addresses in messages.
 *
 * <table class="striped">
 * <caption>eventlet and here</caption>
 * <thead><tr><th scope="col">eventlet</th><th scope="col">here</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code spawn}</th><td>{@link dev.loomlet.green.Green#spawn(java.util.concurrent.Callable) Green.spawn}; the new
 *     thread may run before the caller yields</td></tr>
 * <tr><th scope="row">{@code spawn_n}</th><td>{@link dev.loomlet.green.Green#spawnN Green.spawnN}</td></tr>
 * <tr><th scope="row">{@code spawn_after}, {@code spawn_after_local}</th>
 *     <td>{@link dev.loomlet.green.Green#spawnAfter(java.time.Duration, java.util.concurrent.Callable) Green.spawnAfter},
 *     {@link dev.loomlet.green.Green#spawnAfterLocal(java.time.Duration, java.util.concurrent.Callable) Green.spawnAfterLocal}</td></tr>
 * <tr><th scope="row">{@code sleep}, {@code sleep(0)}</th><td>{@link dev.loomlet.green.Green#sleep Green.sleep}, also with
 *     {@link java.time.Duration#ZERO}</td></tr>
 * <tr><th scope="row">{@code getcurrent}</th><td>{@link dev.loomlet.green.Green#current Green.current}, empty outside green
 *     threads</td></tr>
 * <tr><th scope="row">{@code GreenThread.wait}</th><td>{@link dev.loomlet.green.GreenThread#await() await}, since
 *     {@code Object.wait} is final; {@link dev.loomlet.green.GreenThread#await(java.time.Duration) await(Duration)}</td></tr>
 * <tr><th scope="row">{@code kill}, {@code cancel}</th><td>{@link dev.loomlet.green.GreenThread#kill() kill},
 *     {@link dev.loomlet.green.GreenThread#cancel() cancel}; a kill interrupts, and does not wait for the target</td></tr>
 * <tr><th scope="row">{@code GreenletExit}</th><td>{@link dev.loomlet.green.GreenThreadExit}</td></tr>
 * <tr><th scope="row">{@code GreenPool}, {@code GreenPile}, {@code imap}</th><td>{@link dev.loomlet.green.GreenPool},
 *     {@link dev.loomlet.green.GreenPile}, {@link dev.loomlet.green.Results}; {@code imap} uses the slots of its pool</td></tr>
 * <tr><th scope="row">{@code DAGPool}, {@code pools.Pool}</th><td>{@link dev.loomlet.green.DagPool},
 *     {@link dev.loomlet.green.Pool}; one whose create fails leaves nobody stuck</td></tr>
 * <tr><th scope="row">{@code Timeout}, {@code with_timeout}</th><td>{@link dev.loomlet.green.Timeout},
 *     {@link dev.loomlet.green.Green#withTimeout(java.time.Duration, java.util.concurrent.Callable) Green.withTimeout},
 *     {@link dev.loomlet.green.Timeout#silent Timeout.silent}; it interrupts, which closes a socket that is being read</td></tr>
 * <tr><th scope="row">{@code link}, {@code unlink}</th><td>{@link dev.loomlet.green.GreenThread#link link},
 *     {@link dev.loomlet.green.GreenThread#unlink unlink}; a link that throws does not lose the others</td></tr>
 * <tr><th scope="row">{@code dead}, {@code bool(gt)}</th><td>{@link dev.loomlet.green.GreenThread#isDone isDone},
 *     {@link dev.loomlet.green.GreenThread#isStarted isStarted}</td></tr>
 * <tr><th scope="row">{@code __await__}</th><td>{@link dev.loomlet.green.GreenThread#toCompletableFuture toCompletableFuture}</td></tr>
 * <tr><th scope="row">{@code Event}</th><td>{@link dev.loomlet.green.Event Event}; a {@code wait} that is too long throws,
 *     {@code poll_exception} returns the exception</td></tr>
 * <tr><th scope="row">{@code Semaphore}, {@code BoundedSemaphore}</th>
 *     <td>{@link dev.loomlet.green.Semaphore Semaphore}, {@link dev.loomlet.green.BoundedSemaphore BoundedSemaphore};
 *     {@code with} is {@link dev.loomlet.green.Semaphore#enter enter} in a {@code try}, not to wait is
 *     {@link dev.loomlet.green.Semaphore#tryAcquire tryAcquire}</td></tr>
 * <tr><th scope="row">{@code LightQueue}, {@code Queue}, {@code PriorityQueue}, {@code LifoQueue}</th>
 *     <td>{@link dev.loomlet.green.LightQueue LightQueue}, {@link dev.loomlet.green.Queue Queue},
 *     {@link dev.loomlet.green.PriorityQueue PriorityQueue}, {@link dev.loomlet.green.LifoQueue LifoQueue}; who waits is served in
 *     order</td></tr>
 * <tr><th scope="row">{@code Full}, {@code Empty}</th><td>{@link dev.loomlet.green.LightQueue.Full LightQueue.Full},
 *     {@link dev.loomlet.green.LightQueue.Empty LightQueue.Empty}</td></tr>
 * <tr><th scope="row">{@code CappedSemaphore}</th><td>{@link dev.loomlet.green.CappedSemaphore CappedSemaphore}</td></tr>
 * <tr><th scope="row">{@code lock.Lock}</th><td>{@link dev.loomlet.green.Lock Lock}</td></tr>
 * <tr><th scope="row">{@code tpool.execute}, {@code set_num_threads}, {@code killall}</th>
 *     <td>{@link dev.loomlet.green.ThreadPool#execute(java.util.concurrent.Callable) ThreadPool.execute}, of
 *     {@link dev.loomlet.green.ThreadPool#shared shared} or of a pool of one's own; {@code killAll} interrupts, {@code close} lets
 *     work end</td></tr>
 * <tr><th scope="row">{@code tpool.Proxy}</th><td>{@link dev.loomlet.green.ThreadPool#proxy ThreadPool.proxy}, for an interface</td></tr>
 * <tr><th scope="row">{@code backdoor_server}</th><td>{@link dev.loomlet.green.Backdoor#serve(java.net.SocketAddress, java.util.Map)
 *     Backdoor.serve}, with Java's shell, for this machine only</td></tr>
 * <tr><th scope="row">{@code debug.format_threads_info}, {@code hub_exceptions}</th>
 *     <td>{@link dev.loomlet.green.GreenDebug#formatThreads() GreenDebug.formatThreads},
 *     {@link dev.loomlet.green.GreenDebug#setUncaughtExceptionHandler setUncaughtExceptionHandler}</td></tr>
 * <tr><th scope="row">{@code corolocal.local}</th><td>{@link java.lang.ThreadLocal}, {@link java.lang.ScopedValue}; see below</td></tr>
 * <tr><th scope="row">{@code listen}</th><td>{@link dev.loomlet.green.Green#listen(java.net.SocketAddress) Green.listen}, which returns a
 *     {@link dev.loomlet.green.GreenServerSocket}; SO_REUSEPORT only if asked for; an accept that is killed does not close it</td></tr>
 * <tr><th scope="row">{@code connect}, {@code GreenSocket}</th>
 *     <td>{@link dev.loomlet.green.Green#connect(java.net.SocketAddress) Green.connect}, {@link dev.loomlet.green.GreenSocket};
 *     {@code settimeout} is {@link dev.loomlet.green.GreenSocket#timeout timeout}, for reads; an interrupt closes it</td></tr>
 * <tr><th scope="row">{@code serve}, {@code StopServe}</th>
 *     <td>{@link dev.loomlet.green.Green#serve(GreenServerSocket, ConnectionHandler) Green.serve}, {@link dev.loomlet.green.StopServe};
 *     what a handler throws ends it only if asked for</td></tr>
 * <tr><th scope="row">{@code wrap_ssl}</th><td>{@link dev.loomlet.green.GreenServerSocket#wrapSsl GreenServerSocket.wrapSsl},
 *     {@link dev.loomlet.green.GreenSocket#wrapSsl GreenSocket.wrapSsl}; a client verifies the name of the server</td></tr>
 * <tr><th scope="row">arguments after the function</th><td>what the lambda captures</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Green threads run in parallel: what eventlet gives for free, that nothing else runs between two yields, does not hold here.
 * A {@code null} argument is a {@link NullPointerException} in every method of this package. A virtual thread does not keep the
 * JVM alive: the main thread has to await something. {@link System#exit} ends the JVM from a green thread as from any other.
 *
 * <p>Three things look at the whole or run beside it. {@link dev.loomlet.green.ThreadPool} has platform threads for what must not sit on a carrier:
 * a caller takes one of its {@code ThreadPoolPermits}, then a {@code ThreadPoolThread} runs the {@code ThreadPoolJob}; {@code ThreadPoolProxy}
 * does that for the methods of an object. {@link dev.loomlet.green.GreenDebug} has a {@code ThreadDump} made, read by {@code JsonReader} and written by
 * {@code ThreadDumpText}. {@link dev.loomlet.green.Backdoor} accepts at a {@code BackdoorListener}; each {@code BackdoorSession} takes
 * lines from its {@code BackdoorInput} to its {@code BackdoorShell}, which binds the {@code BackdoorBindings} and has a
 * {@code BackdoorEngine} run snippets; a {@code BackdoorReply} tells of them by the {@code BackdoorOutput}.
 *
 * <h2>Values of a thread's own</h2>
 *
 * <p>eventlet's {@code corolocal.local} has no class here, since the JDK has two that do more. A {@link java.lang.ThreadLocal} has another value
 * in each green thread, which can be set at any time and goes with the thread; {@code withInitial} is what the {@code __init__} of a subclass
 * of {@code local} is:
 *
 * {@snippet lang=java :
 * static final ThreadLocal<List<String>> SEEN = ThreadLocal.withInitial(ArrayList::new);
 *
 * SEEN.get().add(page);   // this thread's list
 * }
 *
 * <p>A {@link java.lang.ScopedValue} is bound for a block and all that it calls, and cannot be changed there. It is the better one for what a request
 * brings along, such as its user: nothing has to be cleared, and nobody below can set it:
 *
 * {@snippet lang=java :
 * static final ScopedValue<User> USER = ScopedValue.newInstance();
 *
 * ScopedValue.where(USER, user).run(() -> handle(request));   // in it: USER.get()
 * }
 *
 * <p>A green thread inherits neither, nor an {@link java.lang.InheritableThreadLocal}, as in eventlet. Who spawns hands on what is to be known:
 *
 * {@snippet lang=java :
 * User user = USER.get();
 * Green.spawn(() -> ScopedValue.where(USER, user).call(() -> load(page)));
 * }
 *
 * <p>With a million threads a thread-local object each is a million objects: what is costly to make is kept in a pool, not in a
 * {@code ThreadLocal}. {@code get_ident} is {@link Thread#threadId()}, or {@link dev.loomlet.green.Green#current Green.current}.
 */
@NullMarked
package dev.loomlet.green;

import org.jspecify.annotations.NullMarked;
