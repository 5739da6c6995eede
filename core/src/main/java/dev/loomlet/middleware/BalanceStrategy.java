package dev.loomlet.middleware;

import dev.loomlet.wsgi.Environ;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which of the backends that are up a {@link Balance} sends a request to. Immutable; the same one may be given to several. */
public final class BalanceStrategy {

    /** Chooses for one balance. Any thread. */
    @FunctionalInterface
    interface Chooser {
        /** One of {@code candidates}, of which there is at least one. */
        Backend choose(List<Backend> candidates, Environ environ);
    }

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Supplier<Chooser> choosers;

    private BalanceStrategy(Supplier<Chooser> choosers) {
        this.choosers = choosers;
    }

    /**
     * Takes one after the other.
     *
     * @return the strategy
     */
    public static BalanceStrategy roundRobin() {
        return new BalanceStrategy(() -> {
            var turn = new AtomicInteger();
            return (candidates, environ) -> candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
        });
    }

    /**
     * Takes the one with the fewest requests in progress; of several such ones, one after the other.
     *
     * @return the strategy
     */
    public static BalanceStrategy leastConnections() {
        return new BalanceStrategy(() -> {
            var turn = new AtomicInteger();
            return (candidates, environ) -> {
                int first = Math.floorMod(turn.getAndIncrement(), candidates.size());
                var best = candidates.get(first);
                int fewest = best.active();
                for (int i = 1; i < candidates.size(); i++) {
                    var next = candidates.get((first + i) % candidates.size());
                    int active = next.active();
                    if (active < fewest) {
                        best = next;
                        fewest = active;
                    }
                }
                return best;
            };
        });
    }

    /**
     * Takes the same one for the same key, as long as it is up. When one goes down, only its keys go elsewhere, to all others alike; when it is
     * back, they come back (rendezvous hashing: the highest of the hashes of key and backend).
     *
     * @param key gives a request's key, a session's name or {@link Environ#remoteAddr}, say; called on the request's thread
     * @return the strategy
     */
    public static BalanceStrategy consistentHash(Function<? super Environ, String> key) {
        Objects.requireNonNull(key, "key");
        return new BalanceStrategy(() -> (candidates, environ) -> {
            long hash = hash(key.apply(environ));
            return candidates.stream()
                    .max(Comparator.comparingLong(
                            backend -> mix(hash ^ hash(backend.uri().base()))))
                    .orElseThrow();
        });
    }

    Chooser chooser() {
        return choosers.get();
    }

    /* FNV-1a over the characters, then mixed, since it alone leaves similar texts similar. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /* The finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
