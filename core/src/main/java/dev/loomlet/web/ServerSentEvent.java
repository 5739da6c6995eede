package dev.loomlet.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event of a {@code text/event-stream} (WHATWG HTML §9.2.5, "Parsing an event stream"). Immutable, so one event may go to any number
 * of clients; it is encoded once.
 *
 * {@snippet lang = java :
 * ServerSentEvent.of("22.5").withEvent("temperature").withId("17");
 * }
 */
public final class ServerSentEvent {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private final @Nullable String data;
    private final @Nullable String event;
    private final @Nullable String id;
    private final @Nullable Duration retry;
    private final @Nullable String comment;
    private volatile byte @Nullable [] encoded;

    private ServerSentEvent(
            @Nullable String data,
            @Nullable String event,
            @Nullable String id,
            @Nullable Duration retry,
            @Nullable String comment) {
        this.data = data;
        this.event = event;
        this.id = id;
        this.retry = retry;
        this.comment = comment;
    }

    /**
     * Returns an event with data, of the type {@code message} unless {@link #withEvent} gives another.
     *
     * @param data any text, empty too. Each CR LF, CR and LF in it ends a line; the client gets LF for all of them
     * @return the event
     */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(Objects.requireNonNull(data, "data"), null, null, null, null);
    }

    /**
     * Returns a comment, which a client ignores.
     *
     * @param text any text; each of its lines is a comment
     * @return the comment
     */
    public static ServerSentEvent comment(String text) {
        return new ServerSentEvent(null, null, null, null, Objects.requireNonNull(text, "text"));
    }

    /**
     * Returns what tells a client how long to wait before it connects again, and causes no event.
     *
     * @param time whole milliseconds are sent
     * @return the block
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public static ServerSentEvent retry(Duration time) {
        return new ServerSentEvent(null, null, null, checkRetry(time), null);
    }

    /**
     * Returns this event with a type, for which a client's {@code addEventListener} listens.
     *
     * @param type the type
     * @return the changed event
     * @throws IllegalArgumentException if {@code type} is empty or has a line end
     */
    public ServerSentEvent withEvent(String type) {
        if (type.isEmpty() || LINE_END.matcher(type).find()) {
            throw new IllegalArgumentException("type of an event is empty or has a line end");
        }
        return new ServerSentEvent(data, type, id, retry, comment);
    }

    /**
     * Returns this event with an id, which a client that connects again sends as {@code Last-Event-ID}.
     *
     * @param newId the id; empty makes the client forget the one it has
     * @return the changed event
     * @throws IllegalArgumentException if {@code newId} has a line end or U+0000, with which clients ignore it
     */
    public ServerSentEvent withId(String newId) {
        if (newId.indexOf(0) >= 0 || LINE_END.matcher(newId).find()) {
            throw new IllegalArgumentException("id of an event has a line end or U+0000");
        }
        return new ServerSentEvent(data, event, newId, retry, comment);
    }

    /**
     * Returns this event with what tells a client how long to wait before it connects again.
     *
     * @param time whole milliseconds are sent
     * @return the changed event
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public ServerSentEvent withRetry(Duration time) {
        return new ServerSentEvent(data, event, id, checkRetry(time), comment);
    }

    private static Duration checkRetry(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("retry time " + time + " is negative");
        }
        return time;
    }

    /** The id, null if it has none. */
    @Nullable
    String id() {
        return id;
    }

    /** What is sent, the empty line behind it too; not to be changed. */
    byte[] encoded() {
        var bytes = encoded;
        if (bytes == null) {
            bytes = toString().getBytes(StandardCharsets.UTF_8);
            encoded = bytes;
        }
        return bytes;
    }

    /** Returns the text of the stream that this is, the empty line behind it too. An unpaired surrogate is sent as a question mark. */
    @Override
    public String toString() {
        var block = new StringBuilder();
        addLines(block, "", comment);
        addLines(block, "event", event);
        addLines(block, "data", data);
        addLines(block, "id", id);
        addLines(block, "retry", retry == null ? null : Long.toString(retry.toMillis()));
        return block.append('\n').toString();
    }

    /* field = 1*name-char [ colon [ space ] *any-char ] end-of-line; comment = colon *any-char end-of-line */
    private static void addLines(StringBuilder block, String name, @Nullable String value) {
        if (value != null) {
            for (var line : LINE_END.split(value, -1)) {
                block.append(name).append(": ").append(line).append('\n');
            }
        }
    }
}
