package dev.loomlet.green;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two actions at the same time, again and again, on two platform threads. They meet spinning, since a thread that is woken
 * comes too late, and each spins a random moment more, so that over many rounds each step of one meets each step of the other.
 */
public final class Race {

    /** One round. */
    public interface Round {

        /** What the calling thread does. */
        void first() throws Exception;

        /** What the other thread does. */
        void second() throws Exception;

        /** Called when both have returned. */
        void check() throws Exception;
    }

    private static final int MAX_SPINS = 30;

    private final Supplier<? extends Round> rounds;
    private final AtomicInteger arrivals = new AtomicInteger();
    private final CompletableFuture<Void> secondEnded = new CompletableFuture<>();
    private volatile boolean over;
    private volatile @Nullable Round round;

    private Race(Supplier<? extends Round> rounds) {
        this.rounds = rounds;
    }

    /** Runs rounds for {@code duration}, some tens of thousands a second. The calling thread does what is first. */
    public static void run(Duration duration, Supplier<? extends Round> rounds) throws Exception {
        var race = new Race(rounds);
        Thread.ofPlatform().daemon().start(race::runSecond);
        try {
            race.runFirst(duration);
        } finally {
            race.over = true;
        }
        race.secondEnded.get();
    }

    private void runFirst(Duration duration) throws Exception {
        long startNanos = System.nanoTime();
        for (int i = 0; System.nanoTime() - startNanos < duration.toNanos(); i++) {
            var mine = rounds.get();
            round = mine;
            meet(i * 4 + 2);
            mine.first();
            meet(i * 4 + 4);
            if (over) {
                return;
            }
            mine.check();
        }
    }

    private void runSecond() {
        try {
            for (int i = 0; !over; i++) {
                meet(i * 4 + 2);
                var current = round;
                if (over || current == null) {
                    break;
                }
                current.second();
                meet(i * 4 + 4);
            }
            secondEnded.complete(null);
        } catch (Throwable e) {
            secondEnded.completeExceptionally(e);
            over = true;
        }
    }

    private void meet(int expected) throws InterruptedException {
        arrivals.incrementAndGet();
        while (arrivals.get() < expected && !over) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the other did not come");
            }
            Thread.onSpinWait();
        }
        for (int i = ThreadLocalRandom.current().nextInt(MAX_SPINS); i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
