package dev.loomlet.green;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The links of one green thread that are still to run, in their order. Guarded by the monitor of the task it belongs to, save
 * {@link #call}, which is to be called without it.
 *
 * <p>A link that comes after the end is late: it runs in its caller. Links that a late one adds queue behind it for the same caller,
 * so that a link which links itself again does not recurse.
 *
 * @param <T> the result of the green thread
 */
final class Links<T extends @Nullable Object> {

    private final ArrayDeque<GreenThread.Link<T>> inTime = new ArrayDeque<>(2);
    private final Map<Thread, ArrayDeque<GreenThread.Link<T>>> late = new HashMap<>(2);

    void add(GreenThread.Link<T> link) {
        inTime.add(link);
    }

    /** Adds a late link and returns whether the current thread is already running late ones, and so will come to it. */
    boolean addLate(GreenThread.Link<T> link) {
        boolean running = late.containsKey(Thread.currentThread());
        late.computeIfAbsent(Thread.currentThread(), _ -> new ArrayDeque<>(2)).add(link);
        return running;
    }

    /** Takes the next link that came in time, or null if there is none. */
    GreenThread.@Nullable Link<T> poll() {
        return inTime.poll();
    }

    /** Takes the current thread's next late link; after null the thread is no longer running late ones. */
    GreenThread.@Nullable Link<T> pollLate() {
        var link = lateOnes().poll();
        if (link == null) {
            late.remove(Thread.currentThread());
        }
        return link;
    }

    /** Removes the first link equal to {@code link} that is still to run here, and returns whether there was one. */
    boolean remove(GreenThread.Link<T> link) {
        return inTime.removeFirstOccurrence(link) || lateOnes().removeFirstOccurrence(link);
    }

    private ArrayDeque<GreenThread.Link<T>> lateOnes() {
        return late.getOrDefault(Thread.currentThread(), new ArrayDeque<>(0));
    }

    /** Calls {@code link} on the current thread; what it throws goes to the thread's uncaught exception handler. */
    static <T extends @Nullable Object> void call(GreenThread.Link<T> link, GreenThread<T> ended) {
        try {
            link.ended(ended);
        } catch (InterruptedException e) {
            Throwables.report(e);
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            Throwables.report(e);
        }
    }
}
