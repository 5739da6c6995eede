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
 * <tr><th scope="row">arguments after the function</th><td>what the lambda captures</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Green threads run in parallel: what eventlet gives for free, that nothing else runs between two yields, does not hold here.
 * A {@code null} argument is a {@link NullPointerException} in every method of this package. A virtual thread does not keep the
 * JVM alive: the main thread has to await something. {@link System#exit} ends the JVM from a green thread as from any other.
 */
@NullMarked
package dev.loomlet.green;

import org.jspecify.annotations.NullMarked;
