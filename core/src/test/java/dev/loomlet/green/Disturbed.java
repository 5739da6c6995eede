package dev.loomlet.green;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Green threads that work on one thing while they are interrupted, killed and timed out at random moments, run after run. {@code
 * -Dgreen.runs=100000} makes it so many runs, {@code -Dgreen.seconds=60} as many as there are in that time; {@code -Dgreen.seed=1} has the random choices of a run that failed made again; when each
 * thread runs is up to the scheduler all the same.
 */
final class Disturbed {

    /** One run: what the workers work on, made anew for each. */
    interface Trial {

        /** Does some work on each worker's green thread. What a disturbance makes it throw, it may throw; nothing else. */
        void work(Worker worker) throws Exception;

        /** Checks that nothing is lost. Called when all workers have ended. */
        void check() throws Exception;
    }

    /** One of the green threads, and what it may choose at random. */
    static final class Worker {
        final int number;
        final Random random;
        private volatile @Nullable Thread thread;

        private Worker(int number, long seed) {
            this.number = number;
            this.random = new Random(seed);
        }

        /** Returns a time so short that it is up now and then. */
        Duration moment() {
            return Duration.ofNanos(random.nextInt(MAX_MOMENT_NANOS) - MAX_MOMENT_NANOS / 10);
        }

        /** Does {@code work} and returns true; false if it was interrupted, or not done in the time of a {@link Timeout} in which it is put now and then. */
        boolean did(Green.Work work) throws Exception {
            if (random.nextInt(4) > 0) {
                return didInterruptibly(work);
            }
            try (var timeout = Timeout.after(moment())) {
                try {
                    return didInterruptibly(work);
                } catch (Timeout expired) {
                    if (expired != timeout) {
                        throw new AssertionError("a timeout that is not open", expired);
                    }
                    return false;
                }
            } catch (Timeout _) {
                return false;
            }
        }

        private static boolean didInterruptibly(Green.Work work) throws Exception {
            try {
                work.run();
                return true;
            } catch (InterruptedException _) {
                return false;
            }
        }
    }

    private static final int MAX_MOMENT_NANOS = 50_000;
    private static final int WORKERS = 6;
    private static final int DISTURBANCES = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SECONDS = Integer.getInteger("green.seconds", 0);
    private static final long SEED = Long.getLong("green.seed", System.nanoTime());

    private final Random random;
    private final List<Worker> workers = new ArrayList<>();
    private final List<GreenThread<?>> greens = new ArrayList<>();

    private Disturbed(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Runs trials.
     *
     * @param runs how many, unless the property says so
     * @param trials makes one for each run; the choices it makes are to come from the random numbers it is given
     */
    static void run(int runs, Function<Random, Trial> trials) throws Exception {
        System.out.println("green.seed=" + SEED);
        int wanted = Integer.getInteger("green.runs", runs);
        long startNanos = System.nanoTime();
        int i = 0;
        for (; i < wanted || System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(SECONDS); i++) {
            long seed = SEED + i;
            try {
                new Disturbed(seed).run(trials);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("run " + i + " fails, with -Dgreen.seed=" + seed + " it is the first", e);
            }
        }
        System.out.println(i + " runs");
    }

    private void run(Function<Random, Trial> trials) throws Exception {
        var trial = trials.apply(random);
        for (int i = 0; i < WORKERS; i++) {
            var worker = new Worker(i, random.nextLong());
            workers.add(worker);
            greens.add(Green.spawn(() -> {
                worker.thread = Thread.currentThread();
                trial.work(worker);
            }));
        }
        for (int i = random.nextInt(DISTURBANCES); i > 0; i--) {
            disturb();
        }
        letEnd();
        for (var green : greens) {
            checkEnd(green);
        }
        trial.check();
    }

    private void disturb() {
        int chosen = random.nextInt(WORKERS);
        switch (random.nextInt(8)) {
            case 0 -> greens.get(chosen).kill();
            case 1, 2, 3 -> {
                var thread = workers.get(chosen).thread;
                if (thread != null) {
                    thread.interrupt();
                }
            }
            case 4 -> LockSupport.parkNanos(1);
            default -> {
                for (int i = random.nextInt(500); i > 0; i--) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Lets them work undisturbed for a while, then ends those that wait for one that was killed. */
    private void letEnd() {
        long startNanos = System.nanoTime();
        while (greens.stream().anyMatch(green -> !green.isDone())
                && System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(1)) {
            LockSupport.parkNanos(MAX_MOMENT_NANOS);
        }
        for (var green : greens) {
            green.kill();
        }
    }

    private static void checkEnd(GreenThread<?> green) throws Exception {
        long startNanos = System.nanoTime();
        while (true) {
            try {
                green.await(Duration.ofMillis(100));
                return;
            } catch (GreenThreadExit _) {
                return;
            } catch (TimeoutException e) {
                /* Its kill may have come while it noticed an interrupt, and have been taken for the same. */
                green.kill();
                if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                    throw e;
                }
            }
        }
    }
}
