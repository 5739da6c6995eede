package dev.loomlet.middleware;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The files that were found a moment ago, by {@code PATH_INFO}, so that a request need not ask the file system again. It has a limit of
 * files and one of their bytes, and begins anew when it is full. For any thread; it blocks nobody.
 */
final class StaticCache {

    private static final int MAX_ENTRIES = 1024;
    private static final long MAX_BYTES = 16 << 20;

    private record Timed(StaticEntry entry, long foundNanos) {}

    private final ConcurrentHashMap<String, Timed> entries = new ConcurrentHashMap<>();
    private final AtomicLong keptBytes = new AtomicLong();
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
            if (entries.size() >= MAX_ENTRIES || keptBytes.get() + entry.keptBytes() > MAX_BYTES) {
                entries.keySet().forEach(this::remove);
            }
            keptBytes.addAndGet(entry.keptBytes());
            forget(entries.put(path, new Timed(entry, System.nanoTime())));
        }
    }

    void remove(String path) {
        forget(entries.remove(path));
    }

    /** How many bytes of files are kept. */
    long keptBytes() {
        return keptBytes.get();
    }

    private void forget(@Nullable Timed timed) {
        if (timed != null) {
            keptBytes.addAndGet(-timed.entry.keptBytes());
        }
    }
}
