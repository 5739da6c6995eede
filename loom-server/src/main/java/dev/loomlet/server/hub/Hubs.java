package dev.loomlet.server.hub;

import dev.loomlet.green.spi.GreenThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The hubs of this program, one a processor, or as many as the system property {@code loomlet.hubs} says. All servers share them, as they
 * would share the JDK's scheduler. They begin when the first server asks for them and stay: their threads are daemons, and cost nothing
 * while there is nothing to do.
 */
public final class Hubs implements AutoCloseable {

    private final List<Hub> hubs;
    private final Spares spares;
    private final Relief relief;

    private static volatile List<Hub> begun = List.of();

    private static final class Shared {
        static final Hubs HUBS = begin();

        private static Hubs begin() {
            GreenThreadFactory.use(JavaLang::newVirtualThread);
            try {
                int processors = Runtime.getRuntime().availableProcessors();
                var hubs = new Hubs(Integer.getInteger("loomlet.hubs", processors));
                begun = hubs.all();
                return hubs;
            } catch (IOException e) {
                throw new IllegalStateException("the hubs cannot begin: " + e.getMessage(), e);
            }
        }
    }

    /** Begins {@code count} hubs. For tests; programs use the shared ones. */
    Hubs(int count) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("loomlet.hubs must be at least 1, not " + count);
        }
        JavaLang.startPoller();
        var group = Thread.currentThread().getThreadGroup();
        spares = new Spares(group);
        relief = new Relief(group, spares);
        var places = new ArrayList<Hub>();
        for (int i = 0; i < count; i++) {
            places.add(new Hub(i, relief));
        }
        hubs = List.copyOf(places);
        for (var hub : hubs) {
            var thread = new HubThread(group, spares, hub.toString());
            hub.begin(thread);
            thread.start();
        }
        relief.begin(hubs);
    }

    /** The shared hubs, none if nobody has asked for them. */
    public static List<Hub> begun() {
        return begun;
    }

    /** The hubs of this program; {@link JavaLang#whyClosed} must be empty. */
    public static Hubs shared() {
        return Shared.HUBS;
    }

    /** The hub with the fewest connections. */
    public Hub next() {
        return hubs.stream().min(Comparator.comparingInt(Hub::connections)).orElseThrow();
    }

    /** All of them. */
    public List<Hub> all() {
        return hubs;
    }

    /** How many threads there are for the places of those that are stuck. */
    public int spares() {
        return spares.size();
    }

    /** Ends hubs that have nothing to do any more. For tests; the shared ones stay. */
    @Override
    public void close() {
        spares.end();
        LockSupport.unpark(relief);
        hubs.forEach(Hub::end);
    }
}
