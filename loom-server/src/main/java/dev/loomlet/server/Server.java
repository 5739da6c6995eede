package dev.loomlet.server;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import dev.loomlet.server.hub.JavaLang;
import dev.loomlet.tls.TlsContext;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server that was spawned: the handle with which to wait for it and to stop it, of the same kind as a {@link
 * dev.loomlet.green.GreenThread} (eventlet: {@code eventlet.spawn(wsgi.server, listen(...), app).wait()}).
 *
 * {@snippet lang = java :
 * Server.spawn(app).await();
 * }
 *
 * <p>Each connection is accepted by one thread and served by a virtual thread of its own, which calls the application for one request
 * after the other. Threads of the server are daemon threads: {@link #await()} is what keeps a program running.
 *
 * <pre>
 *   RUNNING ──stop, close, kill, listener closed──► DRAINING ──last connection gone, or grace over──► ENDED
 * </pre>
 *
 * <p>All methods may be called by any thread, also by an application, which then must not wait for itself: within a request, {@link
 * #await()} and {@link #stop(Duration)} would wait for that request until the time is over.
 *
 * <p>Memory consistency effects: what a thread did before {@code spawn} is visible to the application; what the application did before
 * its response ended is visible to a thread that returns from {@code await}.
 */
public final class Server implements AutoCloseable {

    /* How long handlers have to notice that they were interrupted. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final ServerConfig config;
    private final SocketAddress address;
    private final Optional<TlsContext> tls;
    private final Connections connections;
    private final Acceptor acceptor;
    private final Deadlines deadlines;
    private final TlsReload reload;
    private final ShutdownHook hook;
    private final GreenThread<Server> life;

    private Server(Application application, ServerConfig config, ServerSocketChannel listener, boolean own)
            throws IOException {
        this.config = config;
        tls = config.tls().isPresent()
                ? Optional.of(TlsContext.load(config.tls().get()))
                : Optional.empty();
        address = listener.getLocalAddress();
        connections = new Connections(config);
        deadlines = new Deadlines(config, connections);
        reload = new TlsReload(tls, address);
        var service = new Service(application, config, connections.stopSignal(), tls);
        acceptor = new Acceptor(listener, own, service, connections);
        hook = new ShutdownHook(this);
        life = Green.spawn(this::live);
    }

    /**
     * Binds 127.0.0.1:8080 and serves {@code application} there, with {@linkplain ServerConfig#defaults() the defaults}. Does not wait.
     *
     * @param application what answers the requests
     * @return the running server
     * @throws IOException if the address cannot be bound; the message says why, and where it can who holds the port
     */
    public static Server spawn(Application application) throws IOException {
        return spawn(application, ServerConfig.defaults());
    }

    /**
     * Binds the configured address and serves {@code application} there. When it returns, clients can connect. Does not wait.
     *
     * @param application what answers the requests
     * @param config the settings
     * @return the running server
     * @throws IOException if the address cannot be bound, or a file for TLS not used; the message says why, and where it can who holds
     *     the port
     * @throws IllegalStateException if the configuration wants {@link Scheduling#HUB}, which is not possible here; the message says how
     *     it is
     */
    public static Server spawn(Application application, ServerConfig config) throws IOException {
        Objects.requireNonNull(application, "application");
        return spawn(application, config, Listener.bind(config), /* own= */ true);
    }

    /**
     * Serves {@code application} on a listener that is bound already, as {@code eventlet.wsgi.server(sock, app)}. The listener is the
     * server's from now on, which closes it when it ends.
     *
     * @param application what answers the requests
     * @param config the settings; those of the address have no effect
     * @param listener a bound TCP or Unix domain listener
     * @return the running server
     * @throws IOException if the listener is closed or fails, or a file for TLS cannot be used; it is closed then
     * @throws IllegalArgumentException if the listener is not bound
     * @throws IllegalStateException if the configuration wants {@link Scheduling#HUB}, which is not possible here
     */
    public static Server spawn(Application application, ServerConfig config, ServerSocketChannel listener)
            throws IOException {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(config, "config");
        if (listener.isOpen() && listener.getLocalAddress() == null) {
            throw new IllegalArgumentException("listener is not bound");
        }
        return spawn(application, config, listener, /* own= */ false);
    }

    /** {@code own}: nobody else can close the listener. */
    private static Server spawn(Application application, ServerConfig config, ServerSocketChannel listener, boolean own)
            throws IOException {
        try {
            var server = new Server(application, config, listener, own);
            server.start();
            return server;
        } catch (IOException | RuntimeException | Error e) {
            listener.close();
            throw e;
        }
    }

    private void start() {
        JavaLang.startPoller();
        deadlines.start("loomlet-deadlines " + address);
        acceptor.start("loomlet-acceptor " + address);
        reload.start();
        if (config.drainOnShutdown()) {
            hook.add();
        }
        /* Reads the time zone's file, which a log needs, while there are descriptors: a first attempt without one spoils it for good. */
        var since = ZonedDateTime.now(ZoneId.systemDefault());
        Log.SERVER.log(System.Logger.Level.DEBUG, "serving since " + since);
        Log.SERVER.log(
                System.Logger.Level.INFO, "serving on " + address + ", connections run on " + acceptor.scheduler());
    }

    /**
     * Spawns a server with the defaults and waits until it ends: {@code spawn(application).await()}.
     *
     * @param application what answers the requests
     * @throws IOException if the address cannot be bound
     * @throws InterruptedException if the current thread is interrupted while it waits; the server is closed then
     */
    public static void serve(Application application) throws IOException, InterruptedException {
        try (var server = spawn(application)) {
            server.await();
        }
    }

    /**
     * Waits until the server has ended: because it was stopped or killed, or its listener was closed by somebody else. Any number of
     * threads may wait, any number of times.
     *
     * @throws InterruptedException if the current thread is interrupted while it waits; the server goes on
     * @throws IllegalStateException if it was a fault of the server that ended it; the cause says which
     */
    public void await() throws InterruptedException {
        try {
            life.await();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the server ended by a fault", e);
        }
    }

    /** What the handle's green thread does: waits until no connection is left and none can come. */
    private Server live() throws InterruptedException {
        try {
            connections.awaitEmpty();
        } finally {
            deadlines.end();
            reload.end();
            hook.remove();
        }
        acceptor.failure().ifPresent(fault -> {
            throw new IllegalStateException("the server ended by a fault", fault);
        });
        return this;
    }

    /**
     * Stops gracefully and waits for it: accepts what has connected already and no more, closes idle connections, lets requests in
     * progress finish with {@code Connection: close}. When {@code grace} is over, the handlers that are left are interrupted and their
     * connections closed. Called again, it waits too, and a shorter grace holds.
     *
     * @param grace how long to wait for requests in progress; zero interrupts them at once
     * @return whether all of them finished by themselves
     * @throws InterruptedException if the current thread is interrupted while it waits; the server goes on draining then, without an
     *     end of the grace
     * @throws IllegalArgumentException if {@code grace} is negative
     */
    public boolean stop(Duration grace) throws InterruptedException {
        Check.notNegative("grace", grace);
        /* First, so that what the acceptor finds in the backlog is told that its response is the last. */
        connections.drain();
        acceptor.stop();
        boolean finished = connections.awaitEmpty(grace);
        if (!finished) {
            kill();
        }
        await();
        return finished;
    }

    /**
     * Ends the server without waiting: closes every connection and interrupts every handler. A handler that does not end within a second
     * is logged and left behind.
     */
    public void kill() {
        acceptor.stop();
        connections.kill();
        Green.spawnN(() -> {
            if (!connections.awaitEmpty(AFTER_INTERRUPT)) {
                Log.SERVER.log(
                        System.Logger.Level.WARNING,
                        connections.size() + " requests on " + address + " did not end when they were interrupted");
                connections.giveUp();
            }
        });
    }

    /**
     * Stops with the configured {@linkplain ServerConfig#gracePeriod() grace period} and waits for it. If the current thread is
     * interrupted while it waits, the server is killed, and the thread's interrupt status set again, as {@link
     * java.util.concurrent.ExecutorService#close()} does.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        var grace = config.gracePeriod();
        while (!life.isDone()) {
            try {
                stop(grace);
            } catch (InterruptedException e) {
                interrupted = true;
                grace = Duration.ZERO;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Reads the files of {@link ServerConfig#tls()} again, changed or not: connections that begin from now on get what they hold now,
     * those that are open keep what they have. The server does so by itself when it notices a change, at every {@link
     * dev.loomlet.tls.TlsConfig#reloadInterval()}, and logs one line, at WARNING if the files cannot be used. Blocks while it reads.
     *
     * @throws IOException if a file cannot be used; the message says which and why, and all stays as it was
     * @throws IllegalStateException if this server has no TLS
     */
    public void reloadTls() throws IOException {
        tls.orElseThrow(() -> new IllegalStateException("this server has no TLS"))
                .reload();
    }

    /**
     * Has {@code callback} called with this server when it has ended, before those who wait for it go on; at once in the current
     * thread if it has ended already (eventlet's {@code GreenThread.link}). Several are called in order. What one throws goes to the
     * uncaught exception handler of its thread and hinders no other.
     *
     * @param callback what to call
     */
    public void link(Consumer<? super Server> callback) {
        Objects.requireNonNull(callback, "callback");
        life.link(ended -> callback.accept(this));
    }

    /**
     * Tells whether the server has ended.
     *
     * @return whether {@link #await()} would return at once
     */
    public boolean isDone() {
        return life.isDone();
    }

    /**
     * Returns the address that is served, also after the end.
     *
     * @return an {@link InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Returns the TCP port that is served, the real one if 0 was configured.
     *
     * @return the port
     * @throws UnsupportedOperationException if this is a Unix domain socket
     */
    public int port() {
        if (address instanceof InetSocketAddress inet) {
            return inet.getPort();
        }
        throw new UnsupportedOperationException(address + " has no port");
    }

    /**
     * Returns how many connections are open, idle ones too.
     *
     * @return the number of connections, which may change at any time
     */
    public int connections() {
        return connections.size();
    }

    /** Returns where the server serves. */
    @Override
    public String toString() {
        return "Server[" + address + "]";
    }
}
