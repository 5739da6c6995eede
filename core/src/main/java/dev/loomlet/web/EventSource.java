package dev.loomlet.web;

import java.time.Duration;
import java.util.Optional;

/**
 * Where an {@link EventStream} takes its events from. The stream asks for one with the time that it can wait until its next heartbeat, so
 * heartbeats need no thread beside the connection's own. A queue of one's own is a source by a lambda:
 *
 * {@snippet lang = java :
 * new EventStream(time -> Optional.ofNullable(queue.poll(time.toNanos(), NANOSECONDS)));
 * }
 *
 * <p>{@link #poll}, {@link #isEnded} and {@link #close} are called on the request's own thread, {@link #wakeup} on any.
 */
@FunctionalInterface
public interface EventSource extends AutoCloseable {

    /**
     * Waits for the next event.
     *
     * @param time how long to wait at the most; what returns without an event before has to have a reason, since it is called again
     * @return the event; empty if none came in time, if {@link #wakeup} was called, or if no further one will come
     * @throws InterruptedException if the current thread is interrupted while it waits, as when the server ends without waiting any longer
     */
    Optional<ServerSentEvent> poll(Duration time) throws InterruptedException;

    /**
     * Tells, after a {@link #poll} without an event, whether no further one will come, so that the stream ends.
     *
     * @return whether the source has ended
     */
    default boolean isEnded() {
        return false;
    }

    /**
     * Has a {@link #poll} that waits, or else the next one, return at once. Without it a stream finds out that the server stops when the
     * time of its {@code poll} is over.
     */
    default void wakeup() {}

    /** Lets go of the source: the stream has ended, or its client has left. Called once. */
    @Override
    default void close() {}
}
