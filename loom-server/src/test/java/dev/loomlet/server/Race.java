package dev.loomlet.server;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;

/**
 * What two threads do to one state, for Lincheck's model checker to run in all interleavings that it comes to.
 *
 * <p>A named class with the state in its fields: checks of the same state through lambdas and method references found none of the faults
 * that were put in to try them, as if the model checker never switched between two accesses.
 */
public abstract class Race {

    /** {@code -Dmodel.invocations=10000} tries more than a build does. */
    private static final int INVOCATIONS = Integer.getInteger("model.invocations", 1_500);

    /** Makes the state anew. */
    protected abstract void begin();

    /** What one thread does. */
    protected abstract void one();

    /** What another thread does meanwhile. */
    protected abstract void other();

    /** Requires what has to hold when both have ended. */
    protected abstract void end();

    /** Checks that nothing which is required fails, whatever the order. */
    public final void check() {
        Lincheck.runConcurrentTest(INVOCATIONS, new Block(this));
    }

    /** As AssertJ's assertions; the model checker follows every call, which for those are too many. */
    protected static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private static final class Block implements Runnable {
        private final Race race;

        Block(Race race) {
            this.race = race;
        }

        @Override
        public void run() {
            race.begin();
            var other = new Other(race);
            var thread = new Thread(other);
            thread.start();
            race.one();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (other.failure.get() != null) {
                throw other.failure.get();
            }
            race.end();
        }
    }

    private static final class Other implements Runnable {
        private final Race race;
        private final AtomicReference<AssertionError> failure = new AtomicReference<>();

        Other(Race race) {
            this.race = race;
        }

        @Override
        public void run() {
            try {
                race.other();
            } catch (AssertionError e) {
                failure.set(e);
            }
        }
    }
}
