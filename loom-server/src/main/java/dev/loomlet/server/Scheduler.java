package dev.loomlet.server;

import dev.loomlet.server.hub.HubSocket;
import dev.loomlet.server.hub.Hubs;
import dev.loomlet.server.hub.JavaLang;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;

/** Gives each connection its transport and its thread: on a hub, or on the JDK's scheduler. For the acceptor's thread. */
interface Scheduler {

    /** The system property that takes the place of {@link Scheduling#AUTO}. */
    String PROPERTY = "loomlet.scheduling";

    /**
     * What a connection runs on.
     *
     * @param transport its bytes
     * @param threads makes its thread
     */
    record Place(Transport transport, ThreadFactory threads) {}

    /** Chooses a place for an accepted connection. */
    Place place(SocketChannel channel) throws IOException;

    /** Chooses where to accept from a listener that nobody else uses. */
    default ListenerPoll poll(ServerSocketChannel listener) throws IOException {
        return new SelectorPoll(listener);
    }

    /**
     * The scheduler that the configuration asks for.
     *
     * @throws IllegalStateException if it is the hub, and that is not possible here; the message says how it is
     */
    static Scheduler of(ServerConfig config) {
        return switch (config.scheduling()) {
            case JDK -> jdk(config);
            case HUB -> hub();
            case AUTO -> config.hasOwnThreads() ? jdk(config) : chosen(config);
        };
    }

    private static Scheduler chosen(ServerConfig config) {
        return switch (chosenByProperty()) {
            case JDK -> jdk(config);
            case HUB -> hub();
            case AUTO ->
                JavaLang.whyClosed()
                        .<Scheduler>map(reason -> new Jdk(config.threads(), reason))
                        .orElseGet(Scheduler::hub);
        };
    }

    private static Scheduling chosenByProperty() {
        var text = System.getProperty(PROPERTY, Scheduling.AUTO.name());
        try {
            return Scheduling.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the system property " + PROPERTY + " must be auto, hub or jdk, not " + text, e);
        }
    }

    private static Scheduler jdk(ServerConfig config) {
        return new Jdk(config.threads(), "");
    }

    private static Scheduler hub() {
        JavaLang.whyClosed().ifPresent(reason -> {
            throw new IllegalStateException("scheduling HUB is not possible: " + reason);
        });
        return new OnHubs(Hubs.shared());
    }

    /**
     * Blocking sockets, on the JDK's scheduler or on what the application has its threads run.
     *
     * @param threads makes the threads
     * @param whyNoHub why it is not a hub, where that was wanted; else empty
     */
    record Jdk(ThreadFactory threads, String whyNoHub) implements Scheduler {

        @Override
        public Place place(SocketChannel channel) throws IOException {
            return new Place(new BlockingTransport(channel), threads);
        }

        @Override
        public String toString() {
            return whyNoHub.isEmpty() ? "the JDK's scheduler" : "the JDK's scheduler (no hubs: " + whyNoHub + ")";
        }
    }

    /**
     * The hub that has the fewest connections.
     *
     * @param hubs to choose from
     */
    record OnHubs(Hubs hubs) implements Scheduler {

        @Override
        public Place place(SocketChannel channel) throws IOException {
            var hub = hubs.next();
            var socket = new HubSocket(hub, channel);
            try {
                return new Place(new HubTransport(socket), hub::newThread);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public ListenerPoll poll(ServerSocketChannel listener) throws IOException {
            return new HubPoll(hubs.next(), listener);
        }

        @Override
        public String toString() {
            return hubs.all().size() + (hubs.all().size() == 1 ? " hub" : " hubs");
        }
    }
}
