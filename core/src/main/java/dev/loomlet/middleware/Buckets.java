package dev.loomlet.middleware;

import java.util.LinkedHashMap;

/**
 * A token bucket for each key, at most so many. Of a bucket only the moment is kept at which it is full again; one that is full is as good
 * as none. Any thread; a call holds a lock for a moment, shared with a few other keys only.
 */
final class Buckets {

    private static final int STRIPES = 16;
    private static final int LOOKED_AT = 2;

    private final long tokenNanos;
    private final long burstNanos;
    private final Stripe[] stripes;

    /**
     * Makes them.
     *
     * @param tokenNanos nanoseconds until there is another token
     * @param burst tokens of a full bucket
     * @param maxBuckets how many buckets at the most
     */
    Buckets(long tokenNanos, int burst, int maxBuckets) {
        this.tokenNanos = tokenNanos;
        this.burstNanos = Math.multiplyExact(tokenNanos, burst);
        int count = Math.min(STRIPES, maxBuckets);
        this.stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new Stripe((maxBuckets + i) / count);
        }
    }

    /**
     * Takes a token.
     *
     * @param key whose
     * @param nowNanos a moment of {@link System#nanoTime}
     * @return 0 if there was one, else how many nanoseconds there will be none
     */
    long take(String key, long nowNanos) {
        int hash = key.hashCode();
        return stripes[Math.floorMod(hash ^ (hash >>> 16), stripes.length)].take(key, nowNanos);
    }

    int size() {
        int size = 0;
        for (var stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /** Some of the buckets, those that were not used for longest first. */
    private final class Stripe {
        private final int capacity;
        private final LinkedHashMap<String, Long> fullAtNanos =
                new LinkedHashMap<>(/* initialCapacity= */ 16, /* loadFactor= */ 0.75f, /* accessOrder= */ true);

        Stripe(int capacity) {
            this.capacity = capacity;
        }

        synchronized int size() {
            return fullAtNanos.size();
        }

        synchronized long take(String key, long nowNanos) {
            Long known = fullAtNanos.get(key);
            /* Differences, since nanoTime may wrap around. */
            long lackNanos = known == null ? 0 : Math.max(0, known - nowNanos);
            long waitNanos = lackNanos + tokenNanos - burstNanos;
            if (waitNanos > 0) {
                return waitNanos;
            }
            if (known == null) {
                makeRoom(nowNanos);
            }
            fullAtNanos.put(key, nowNanos + lackNanos + tokenNanos);
            return 0;
        }

        /** Drops the oldest: one if there are too many, and others if they are full. */
        private void makeRoom(long nowNanos) {
            var oldest = fullAtNanos.values().iterator();
            for (int i = 0; i < LOOKED_AT && oldest.hasNext(); i++) {
                if (oldest.next() - nowNanos > 0 && fullAtNanos.size() < capacity) {
                    return;
                }
                oldest.remove();
            }
        }
    }
}
