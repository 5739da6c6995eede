package dev.loomlet.server.hub;

import dev.loomlet.green.spi.GreenThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioWorker;

/**
 * The hubs of this program, one a processor, or as many as the system property {@code loomlet.hubs} says. All servers share them, as they
 * would share the JDK's scheduler. They begin when the first server asks for them and stay: their threads are daemons, and cost nothing
 * while there is nothing to do.
 */
public final class Hubs implements AutoCloseable {

    private static final String PROPERTY = "loomlet.hubs";

    private final List<Hub> hubs;
    private final Spares spares;
    private final Relief relief;

    private static volatile Optional<Hubs> shared = Optional.empty();

    /** Begins {@code count} hubs. For tests; programs use the shared ones. */
    Hubs(int count, Renicing renicing) throws IOException {
        JavaLang.startPoller();
        SunNioCh.whyClosed()
                .ifPresent(why -> HubLog.debugAtStart("sockets are read and written by their channels: " + why));
        var group = Thread.currentThread().getThreadGroup();
        spares = new Spares(group, renicing);
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
        return shared.map(Hubs::all).orElse(List.of());
    }

    /**
     * The hubs of this program. Where {@link JavaLang#whyClosed} says why, they run no virtual threads and only poll: tasks, timers and
     * sockets that were left to the loop.
     *
     * @throws IllegalArgumentException if the system property {@code loomlet.hubs} is no number of hubs, or {@code loomlet.relief.nice} no
     *     nice value
     */
    public static synchronized Hubs shared() {
        if (shared.isEmpty()) {
            if (JavaLang.whyClosed().isEmpty()) {
                GreenThreadFactory.use(JavaLang::newVirtualThread);
            }
            try {
                shared = Optional.of(new Hubs(count(System.getProperty(PROPERTY)), Renicing.ofProperty()));
            } catch (IOException e) {
                throw new IllegalStateException("the hubs cannot begin: " + e.getMessage(), e);
            }
        }
        return shared.get();
    }

    /** The number that a value of {@code loomlet.hubs} stands for; one a processor if it is not set. */
    static int count(@Nullable String value) {
        if (value == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "the system property " + PROPERTY + " must be a number from 1 to 9999, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** The hub with the fewest connections. */
    public Hub next() {
        var emptiest = hubs.getFirst();
        for (var hub : hubs) {
            if (hub.connections() < emptiest.connections()) {
                emptiest = hub;
            }
        }
        return emptiest;
    }

    /** What XNIO's interfaces call a worker: a task has a virtual thread of its own. */
    public static XnioWorker worker() {
        return HubWorker.SHARED;
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
