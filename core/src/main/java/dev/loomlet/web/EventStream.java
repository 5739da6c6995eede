package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.NativeStrings;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Stopping;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A response of server-sent events (WHATWG HTML §9.2), which a browser reads by {@code new EventSource(url)}. It goes on until its source
 * ends, its client leaves, or the server stops.
 *
 * {@snippet lang = java :
 * Application clock = (environ, startResponse) -> EventStream.spawn(events -> {
 *             while (true) {
 *                 events.send(ServerSentEvent.of(LocalTime.now().toString()));
 *                 Green.sleep(Duration.ofSeconds(1));
 *             }
 *         })
 *         .start(environ, startResponse);
 * }
 *
 * <p>Each event is sent at once. While none comes there is a heartbeat, a comment that keeps proxies from taking the connection for dead,
 * and by which the server notices that a client has left: its source is closed within one interval. The stream begins with a comment too,
 * so that a browser knows at once that it is connected.
 *
 * <p>When the server stops gracefully the stream ends at once, the last event may say so ({@link #atStop}), and the browser tries to
 * connect again. Under a server that has no {@link Environ#STOPPING} the stream goes on until it is interrupted.
 *
 * <p>A stream is for one request and its thread.
 */
public final class EventStream {

    /** Sends the events of one client. */
    @FunctionalInterface
    public interface Sender {

        /**
         * Sends events, on a green thread of its own; the stream ends when this returns.
         *
         * @param events takes them, and is closed when the client has left or the server stops
         * @throws Exception whatever went wrong: logged, and the connection is closed so that the client sees a response that did not end.
         *     When the stream is over before, nobody hears of it
         */
        void send(EventQueue events) throws Exception;
    }

    /** How long nothing is sent before a heartbeat, if nothing is said; as WHATWG HTML §9.2.7 advises. */
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

    /* A shared cache must not keep it, and nginx must not collect it. */
    private static final Headers HEADERS =
            Headers.of("Content-Type", "text/event-stream", "Cache-Control", "no-store", "X-Accel-Buffering", "no");

    private final EventSource source;
    private Duration heartbeat = DEFAULT_HEARTBEAT;
    private Headers headers = HEADERS;
    private Optional<ServerSentEvent> farewell = Optional.empty();
    private boolean started;

    /**
     * Makes a stream of what {@code source} has.
     *
     * @param source closed when the stream is over, also if {@link #start} fails
     */
    public EventStream(EventSource source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    /**
     * Makes a stream of what {@code sender} sends, on a green thread that is spawned when the response has begun and killed when the
     * stream is over. Its queue holds {@link EventQueue#DEFAULT_CAPACITY} events, and when it is full {@code sender} waits.
     *
     * @param sender sends the events
     * @return the stream, to be started
     */
    public static EventStream spawn(Sender sender) {
        return new EventStream(new SpawnedSource(Objects.requireNonNull(sender, "sender"), new EventQueue()));
    }

    /**
     * Makes a stream of what {@code events} gives, iterated on a green thread, so that it may wait for each of them while heartbeats go on.
     * If it is {@link AutoCloseable} it is closed by that thread.
     *
     * @param events iterated once
     * @return the stream, to be started
     */
    @SuppressWarnings("try") // close() may be interrupted, by the kill that ends the thread
    public static EventStream of(Iterable<ServerSentEvent> events) {
        Objects.requireNonNull(events, "events");
        return spawn(queue -> {
            try (AutoCloseable closing = events instanceof AutoCloseable closeable ? closeable : () -> {}) {
                for (var event : events) {
                    queue.send(event);
                }
            }
        });
    }

    /**
     * Returns the last event that the client got before it connected again.
     *
     * @param environ the request
     * @return the {@code Last-Event-ID} field's text, which is UTF-8; empty if there is none
     */
    public static Optional<String> lastEventId(Environ environ) {
        return environ.header("Last-Event-ID").map(NativeStrings::decodeUtf8);
    }

    /**
     * Sets how long nothing is sent before a heartbeat, and so how long a client that left may go unnoticed.
     *
     * @param interval at least 10 ms, by default {@link #DEFAULT_HEARTBEAT}
     * @return this stream
     * @throws IllegalArgumentException if {@code interval} is shorter
     */
    public EventStream heartbeat(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("interval " + interval + " of the heartbeat is less than 10 ms");
        }
        heartbeat = interval;
        return this;
    }

    /**
     * Sets a header of the response, such as {@code Access-Control-Allow-Origin}.
     *
     * @param name its name
     * @param value its only value
     * @return this stream
     * @throws IllegalArgumentException if name or value is not legal, or the name is {@code Content-Type} or {@code Content-Length}
     */
    public EventStream header(String name, String value) {
        if (name.equalsIgnoreCase("Content-Type") || name.equalsIgnoreCase("Content-Length")) {
            throw new IllegalArgumentException("header " + name + " of an event stream cannot be set");
        }
        headers = headers.set(name, value);
        return this;
    }

    /**
     * Sets an event that is sent as the last one when the server stops.
     *
     * @param event the event
     * @return this stream
     */
    public EventStream atStop(ServerSentEvent event) {
        farewell = Optional.of(event);
        return this;
    }

    /**
     * Starts the response with {@code 200 OK}.
     *
     * @param environ the request; blocks are set to be sent one by one, whatever the server's setting
     * @param startResponse begins the response
     * @return the body, to be returned from the application
     * @throws IllegalStateException if it was started before
     */
    public Iterable<byte[]> start(Environ environ, StartResponse startResponse) {
        if (started) {
            throw new IllegalStateException("an event stream is started twice");
        }
        started = true;
        try {
            startResponse.start("200 OK", headers);
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
        environ.put(Environ.MINIMUM_WRITE_CHUNK_SIZE, 0);
        var blocks = new EventBlocks(source, heartbeat, farewell);
        if (environ.get(Environ.STOPPING) instanceof Stopping stopping) {
            blocks.endWith(stopping);
        }
        return blocks;
    }
}
