package dev.loomlet.green;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * A Java prompt into the running program, for {@code nc}, {@code telnet} or {@code socat} (eventlet's backdoor_server).
 *
 * {@snippet lang=java :
 * var address = UnixDomainSocketAddress.of("/run/shop/backdoor");
 * try (var backdoor = Backdoor.serve(address, Map.of("server", server, "orders", orders))) {
 *     server.await();
 * }
 * }
 *
 * <pre>
 * $ nc -U /run/shop/backdoor
 * Loomlet backdoor: JShell in process 4711, Java 25.0.3. Bound: orders, out, server. /help says more.
 * jshell&gt; server.port()
 * $1 ==&gt; 8080
 * jshell&gt; orders.clear()
 * jshell&gt; /exit
 * </pre>
 *
 * <h2>Security</h2>
 *
 * <p>Who can connect can do all that the process can: read its memory and files, run programs, end it. There is no password. So:
 *
 * <ul>
 *   <li>Prefer a Unix domain socket. Its file has mode 0600 from the moment it is there: only the user of the process, and root, can
 *       connect.
 *   <li>On a TCP port of the loopback interface every user and every program of the machine can connect, also out of containers that share
 *       its network. Any other address is refused, and so is a peer that is not on the loopback interface.
 *   <li>A browser can be led by any web page to send a request to a loopback port. A session whose first line is a request of HTTP, or not
 *       text, as that of TLS, ends unread.
 *   <li>Do not forward the port or the file, and do not serve where nobody needs it.
 * </ul>
 *
 * <h2>A session</h2>
 *
 * <p>Each client has a JShell of its own, with its own variables, in this JVM: the objects are the program's own ones, not copies.
 * Each is bound as the most specific type of it that is public and that code on the class path or module path of the JVM can name. What
 * {@code java.base} and this package export is imported. Snippets see the classes of the class path, of an executable jar too,
 * and of the modules that were resolved at start, as far as they are exported; not those of class loaders that the program made itself, and
 * not those without a package.
 *
 * <p>A snippet may have several lines: it is evaluated once it is complete. The value is shown, at most 10,000 characters of it, and what the
 * compiler or the snippet has to say. What it prints to {@link System#out} goes where that of the program goes; {@code out.println(x)}
 * goes to the client, {@code out} being a {@link java.io.PrintStream} of the session. Input and output are UTF-8; there is no line editing, which
 * {@code rlwrap nc} brings. {@code /exit}, the end of the input or control-D end the session, {@code /vars} lists the variables.
 *
 * <p>Control-C, as the byte 03 or as {@code telnet} sends it, drops what was typed so far and stops the snippet that runs: loops of the
 * snippet itself end, and its threads are interrupted. Code of others that neither ends nor heeds interrupts cannot be stopped. When
 * the client is gone, what runs is stopped in that way too; when it has only ended its input, as {@code echo '1 + 1' | nc -N} does, that
 * is after a minute.
 *
 * <p>A line has at most 65,536 characters, a snippet 1,048,576. An idle client may stay for ever. A client that does not read holds up its own
 * session only.
 *
 * <h2>Threads</h2>
 *
 * <p>One green thread accepts. Each session has two green threads, which read and write its socket, and one daemon platform thread, {@code
 * loomlet-backdoor-} and a number, on which JShell compiles: that is long computing, which must not sit on a carrier. JShell runs each snippet
 * on a platform thread of its own, one at a time in a session. The number of sessions is limited, and so are the threads. JShell itself
 * starts with a session's first line; it takes some ten megabytes.
 *
 * <p>It needs the module {@code jdk.jshell}, which a run-time image may lack and which a program on the module path may have to ask for:
 * {@code --add-modules jdk.jshell}. All methods may be called from every thread.
 */
public final class Backdoor implements AutoCloseable {

    /** How many clients a backdoor has at a time if nothing else is said. */
    public static final int DEFAULT_SESSIONS = 10;

    private static final Duration LAST_SNIPPETS = Duration.ofMinutes(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration OUT_OF_DESCRIPTORS = Duration.ofMillis(100);

    private final BackdoorListener listener;
    private final BackdoorBindings bindings;
    private final int maxSessions;
    private final Duration lastSnippets;
    private final Set<BackdoorSession> sessions = ConcurrentHashMap.newKeySet();
    private final GreenThread<?> acceptor;

    private Backdoor(BackdoorListener listener, BackdoorBindings bindings, int maxSessions, Duration lastSnippets) {
        this.listener = listener;
        this.bindings = bindings;
        this.maxSessions = maxSessions;
        this.lastSnippets = lastSnippets;
        acceptor = Green.spawn(this::acceptAll);
    }

    /**
     * Serves as {@link #serve(SocketAddress, Map, int)} does, {@link #DEFAULT_SESSIONS} clients at a time.
     *
     * @param address a loopback address with a port, 0 for any free one, or the path of a Unix domain socket
     * @param bindings what the clients see, by name; {@code out} is the session's own
     * @return the handle, whose {@link #address()} can be connected to
     * @throws IOException if the address cannot be bound
     * @throws IllegalArgumentException if the address is not of this machine only, or a name is no Java identifier
     * @throws UnsupportedOperationException if the module {@code jdk.jshell} is not there
     */
    public static Backdoor serve(SocketAddress address, Map<String, ?> bindings) throws IOException {
        return serve(address, bindings, DEFAULT_SESSIONS);
    }

    /**
     * Binds {@code address} and serves there until it is closed or killed (eventlet's backdoor_server). This method does not wait.
     *
     * <p>If a file is at the path of a Unix domain socket, that is an error; remove the socket of a process that was killed first.
     *
     * @param address a loopback address with a port, 0 for any free one, or the path of a Unix domain socket
     * @param bindings what the clients see, by name; {@code out} is the session's own
     * @param maxSessions how many clients there may be at a time; others are told so and disconnected
     * @return the handle, whose {@link #address()} can be connected to
     * @throws IOException if the address cannot be bound
     * @throws IllegalArgumentException if the address is not of this machine only, a name is no Java identifier, or {@code maxSessions} is
     *     not positive
     * @throws UnsupportedOperationException if the module {@code jdk.jshell} is not there
     */
    public static Backdoor serve(SocketAddress address, Map<String, ?> bindings, int maxSessions) throws IOException {
        return serve(address, bindings, maxSessions, LAST_SNIPPETS);
    }

    /** Serves, and gives clients that have ended their input {@code lastSnippets} for what they sent before. */
    static Backdoor serve(SocketAddress address, Map<String, ?> bindings, int maxSessions, Duration lastSnippets)
            throws IOException {
        OptionalModule.require("jdk.jshell", "for the backdoor");
        if (maxSessions <= 0) {
            throw new IllegalArgumentException("maxSessions must be positive: " + maxSessions);
        }
        var bound = BackdoorBindings.of(bindings);
        return new Backdoor(BackdoorListener.bind(address), bound, maxSessions, lastSnippets);
    }

    /**
     * Returns where clients connect.
     *
     * @return the address that was bound, with the port that was free
     */
    public SocketAddress address() {
        return listener.address();
    }

    /**
     * Returns how many sessions there are.
     *
     * @return the number of clients; one that has left counts until what it started is stopped
     */
    public int sessions() {
        return sessions.size();
    }

    /**
     * Waits until the backdoor and its sessions have ended, blocking until then, or until the calling thread is interrupted.
     *
     * <p>If the current thread is interrupted while waiting, or is when it starts to wait, {@link InterruptedException} is thrown and the
     * interrupted status of the thread is cleared; if it was a kill or a {@link Timeout} that interrupted, its own throwable is thrown instead.
     *
     * @throws Exception the checked exception that the calling green thread was killed with
     * @throws InterruptedException if the current thread is interrupted while waiting
     */
    public void await() throws Exception {
        acceptor.await();
    }

    /**
     * Waits as {@link #await()} does, but not longer than {@code timeout}.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @throws TimeoutException if it has not ended by then
     * @throws Exception the checked exception that the calling green thread was killed with
     * @throws InterruptedException if the current thread is interrupted while waiting
     */
    public void await(Duration timeout) throws Exception {
        acceptor.await(timeout);
    }

    /** Ends it and its sessions, stops what their snippets do, and removes the file of a Unix domain socket. Does not wait. */
    public void kill() {
        listener.close();
    }

    /**
     * Ends it as {@link #kill()} does and waits for the end, but not longer than 5 seconds, since a snippet may be doing what cannot be
     * stopped. If the current thread is interrupted it waits no longer and the interrupted status is set.
     */
    @Override
    public void close() {
        kill();
        try {
            await(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            /* The session's thread is a daemon. */
        } catch (Exception e) {
            throw Throwables.<RuntimeException>rethrow(e);
        }
    }

    private void acceptAll() throws InterruptedException {
        try {
            while (true) {
                accept(listener.channel());
            }
        } catch (ClosedChannelException e) {
            /* It was killed. */
        } finally {
            listener.close();
            sessions.forEach(BackdoorSession::end);
            for (var session : sessions) {
                session.awaitEnd();
            }
        }
    }

    private void accept(ServerSocketChannel channel) throws ClosedChannelException, InterruptedException {
        try {
            admit(channel.accept());
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            Green.sleep(OUT_OF_DESCRIPTORS);
        }
    }

    private void admit(SocketChannel client) {
        try {
            if (!listener.allows(client)) {
                BackdoorSession.disconnect(client);
            } else if (sessions.size() >= maxSessions) {
                BackdoorSession.refuse(client, "There are " + maxSessions + " sessions already.");
            } else {
                begin(new BackdoorSession(client, bindings, lastSnippets, sessions::remove));
            }
        } catch (IOException e) {
            /* It has left. */
            BackdoorSession.disconnect(client);
        }
    }

    private void begin(BackdoorSession session) {
        sessions.add(session);
        try {
            session.start();
        } catch (Throwable e) {
            /* There are no more threads. The others go on. */
            sessions.remove(session);
            session.end();
            Throwables.report(e);
        }
    }
}
