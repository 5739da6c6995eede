package dev.loomlet.green;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * {@link Green#serve}: a green thread accepts, and starts one for each connection; the caller waits for the one that accepts. A handler ends
 * it by a kill of that thread, never by an interrupt of the caller's, which could come when serve has returned.
 */
final class Serving {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.green");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final GreenServerSocket listener;
    private final ConnectionHandler handler;
    private final ServeOptions options;
    private final Semaphore places;
    private final String where;

    /** What a handler threw to end it. */
    private final AtomicReference<@Nullable Throwable> ending = new AtomicReference<>();

    private @Nullable GreenThread<?> accepting;

    private Serving(GreenServerSocket listener, ConnectionHandler handler, ServeOptions options) {
        this.listener = listener;
        this.handler = handler;
        this.options = options;
        this.where = listener.toString();
        this.places = new Semaphore(options.concurrency());
    }

    /** Blocks until the listener is closed, a handler ends it, or the current thread is interrupted. */
    static void serve(GreenServerSocket listener, ConnectionHandler handler, ServeOptions options) throws Exception {
        new Serving(listener, handler, options).run();
    }

    private void run() throws Exception {
        /* Has the log, and what it says, read from files while there are descriptors. */
        LOG.log(System.Logger.Level.DEBUG, "serving {0}, {1}", where, options);
        var thread = Green.spawn(this::acceptAll);
        var ended = thread.toCompletableFuture().handle((_, _) -> true);
        Throwable thrown = null;
        try {
            thread.await();
        } catch (Throwable e) {
            thread.kill();
            /* Not interruptible: nothing is accepted when serve has returned. */
            ended.join();
            thrown = e;
        }
        var reason = ending.get() == null ? thrown : ending.get();
        if (reason != null && !(reason instanceof StopServe)) {
            throw Throwables.<Exception>rethrow(reason);
        }
    }

    /** On the green thread that accepts. Returns when the listener is closed. */
    private void acceptAll() throws InterruptedException {
        accepting = Green.current().orElseThrow();
        places.acquire();
        var socket = acceptNext();
        while (socket.isPresent()) {
            start(socket.get());
            if (ending.get() != null) {
                return;
            }
            places.acquire();
            socket = acceptNext();
        }
    }

    /** Returns the next connection, or empty if the listener is closed. Goes on after every error. */
    private Optional<GreenSocket> acceptNext() throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return Optional.of(listener.accept());
            } catch (GreenThreadExit e) {
                throw e;
            } catch (IOException | RuntimeException | Error e) {
                if (!listener.isOpen()) {
                    return Optional.empty();
                }
                warn("accepting on {0} failed, going on in {1} ms: {2}", where, pause.toMillis(), e);
            }
            Green.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Where descriptors are lacking the log may fail too, for want of a file that it opens; then this warning is lost. */
    private static void warn(String format, Object... details) {
        try {
            LOG.log(System.Logger.Level.WARNING, format, details);
        } catch (RuntimeException | Error _) {
            /* Accepting is more important. */
        }
    }

    private void start(GreenSocket socket) throws InterruptedException {
        GreenThread<?> thread;
        try {
            thread = spawn(() -> handle(socket));
        } catch (InterruptedException | GreenThreadExit e) {
            leave(socket);
            throw e;
        } catch (RuntimeException | Error e) {
            warn("no thread for {0}, which is closed: {1}", socket, e);
            leave(socket);
            return;
        }
        thread.link(ended -> finish(ended, socket));
    }

    /** Blocks while a pool is full. */
    private GreenThread<?> spawn(Green.Work work) throws InterruptedException {
        return options.pool().isPresent() ? options.pool().get().spawn(work) : Green.spawn(work);
    }

    private void handle(GreenSocket socket) throws Exception {
        try (socket) {
            handler.handle(socket);
        }
    }

    /** At the end of a handler, or instead of one that was killed before it began. */
    private void finish(GreenThread<?> ended, GreenSocket socket) {
        try {
            ended.await();
        } catch (GreenThreadExit _) {
            LOG.log(System.Logger.Level.DEBUG, "the handler of {0} was killed", socket);
        } catch (Throwable e) {
            judge(e, socket);
        } finally {
            leave(socket);
        }
    }

    private void leave(GreenSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing " + socket + " failed", e);
        } finally {
            places.release();
        }
    }

    private void judge(Throwable thrown, GreenSocket socket) {
        if (thrown instanceof StopServe) {
            end(thrown);
        } else if (socket.isItsOwn(thrown)) {
            LOG.log(System.Logger.Level.DEBUG, "{0} ended: {1}", socket, thrown);
        } else if (options.endsOnError()) {
            end(thrown);
        } else {
            Throwables.report(thrown);
        }
    }

    private void end(Throwable reason) {
        var thread = accepting;
        boolean first = ending.compareAndSet(null, reason);
        /* A link that comes late runs on the thread that accepts, which looks for itself. */
        if (first && thread != null && !Green.current().equals(Optional.of(thread))) {
            thread.kill();
        }
    }
}
