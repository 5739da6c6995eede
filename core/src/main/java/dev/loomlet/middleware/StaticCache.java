package dev.loomlet.middleware;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that were found a moment ago, by {@code PATH_INFO}, so that a request need not ask the file system again. It has a limit, and
 * begins anew when it is full. For any thread; it blocks nobody.
 */
final class StaticCache {

    private static final int MAX_ENTRIES = 1024;

    private record Timed(StaticEntry entry, long foundNanos) {}

    private final ConcurrentHashMap<String, Timed> entries = new ConcurrentHashMap<>();
    private final long trustedNanos;

    StaticCache(Duration trusted) {
        trustedNanos = trusted.toNanos();
    }

    Optional<StaticEntry> get(String path) {
        return Optional.ofNullable(entries.get(path)).filter(this::isFresh).map(Timed::entry);
    }

    private boolean isFresh(Timed timed) {
        return System.nanoTime() - timed.foundNanos < trustedNanos;
    }

    void put(String path, StaticEntry entry) {
        if (trustedNanos > 0) {
            if (entries.size() >= MAX_ENTRIES) {
                entries.clear();
            }
            entries.put(path, new Timed(entry, System.nanoTime()));
        }
    }

    void remove(String path) {
        entries.remove(path);
    }
}
