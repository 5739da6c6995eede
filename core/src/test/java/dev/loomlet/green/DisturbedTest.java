package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.green.Disturbed.Trial;
import dev.loomlet.green.Disturbed.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What threads wait for, while they are interrupted, killed and timed out at random moments: nothing is lost, and nobody waits on. */
@Timeout(36_000)
@NoGreenThreadLeft.Checked
class DisturbedTest {

    private static final int RUNS = 300;
    private static final int STEPS = 50;
    private static final int SPINS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Producers and consumers, changing sides; some resize it. */
    private static final class Queues implements Trial {
        private final Queue<Long> queue;
        private final boolean resizes;
        private final ConcurrentLinkedQueue<Long> put = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Long> got = new ConcurrentLinkedQueue<>();

        Queues(Random random) {
            queue = new Queue<>(random.nextInt(4) - 1);
            resizes = random.nextInt(4) == 0;
        }

        @Override
        public void work(Worker worker) throws Exception {
            boolean produces = worker.number % 2 == 0;
            long[] last = new long[worker.number + 100];
            for (long i = 1; i <= STEPS; i++) {
                if (resizes && worker.random.nextInt(10) == 0) {
                    queue.resize(worker.random.nextInt(4) - 1);
                }
                if (produces) {
                    long item = worker.number * 1_000L + i;
                    worker.did(() -> put(worker, item));
                } else {
                    worker.did(() -> get(worker, last));
                }
            }
        }

        private void put(Worker worker, long item) throws InterruptedException {
            try {
                switch (worker.random.nextInt(4)) {
                    case 0 -> queue.putNowait(item);
                    case 1 -> queue.put(item, worker.moment());
                    default -> queue.put(item);
                }
                put.add(item);
            } catch (LightQueue.Full _) {
                // Not put.
            }
        }

        private void get(Worker worker, long[] last) throws InterruptedException {
            try {
                long item = switch (worker.random.nextInt(4)) {
                    case 0 -> queue.getNowait();
                    case 1 -> queue.get(worker.moment());
                    default -> queue.get();
                };
                got.add(item);
                queue.taskDone();
                int producer = (int) (item / 1_000);
                assertThat(item).as("after an earlier one of the same producer").isGreaterThan(last[producer]);
                last[producer] = item;
            } catch (LightQueue.Empty _) {
                // Nothing got.
            }
        }

        @Override
        public void check() throws Exception {
            assertThat(queue.getting()).as("getting").isZero();
            assertThat(queue.putting()).as("putting").isZero();
            assertThat(queue.unfinished()).as("unfinished").isEqualTo(put.size() - got.size());
            while (!queue.isEmpty()) {
                got.add(queue.getNowait());
                queue.taskDone();
            }
            queue.join();
            assertThat(got).containsExactlyInAnyOrderElementsOf(put);
        }
    }

    private static final class Semaphores implements Trial {
        private final int permits;
        private final Semaphore semaphore;
        private final AtomicInteger held = new AtomicInteger();

        Semaphores(Random random) {
            permits = 1 + random.nextInt(3);
            semaphore = random.nextBoolean() ? new Semaphore(permits) : new BoundedSemaphore(permits);
        }

        @Override
        public void work(Worker worker) throws Exception {
            for (int i = 0; i < STEPS; i++) {
                worker.did(() -> hold(worker));
            }
        }

        private void hold(Worker worker) throws InterruptedException {
            boolean acquired = switch (worker.random.nextInt(4)) {
                case 0 -> semaphore.tryAcquire();
                case 1 -> semaphore.acquire(worker.moment());
                default -> {
                    semaphore.acquire();
                    yield true;
                }
            };
            if (!acquired) {
                return;
            }
            try {
                assertThat(held.incrementAndGet()).as("held").isLessThanOrEqualTo(permits);
                for (int i = worker.random.nextInt(SPINS); i > 0; i--) {
                    Thread.onSpinWait();
                }
            } finally {
                held.decrementAndGet();
                semaphore.release();
            }
        }

        @Override
        public void check() {
            assertThat(semaphore.balance()).isEqualTo(permits);
        }
    }

    private static final class CappedSemaphores implements Trial {
        private final int limit;
        private final CappedSemaphore capped;
        private final AtomicInteger count = new AtomicInteger();

        CappedSemaphores(Random random) {
            limit = random.nextInt(3);
            count.set(random.nextInt(limit + 1));
            capped = new CappedSemaphore(count.get(), limit);
        }

        @Override
        public void work(Worker worker) throws Exception {
            for (int i = 0; i < STEPS; i++) {
                worker.did(() -> step(worker));
            }
        }

        private void step(Worker worker) throws InterruptedException {
            switch (worker.random.nextInt(6)) {
                case 0 -> count.addAndGet(capped.tryAcquire() ? -1 : 0);
                case 1 -> count.addAndGet(capped.tryRelease() ? 1 : 0);
                case 2 -> count.addAndGet(capped.acquire(worker.moment()) ? -1 : 0);
                case 3 -> count.addAndGet(capped.release(worker.moment()) ? 1 : 0);
                case 4 -> {
                    capped.acquire();
                    count.decrementAndGet();
                }
                default -> {
                    capped.release();
                    count.incrementAndGet();
                }
            }
        }

        @Override
        public void check() {
            assertThat(capped.balance()).isEqualTo(2 * count.get() - limit);
        }
    }

    /** One sends, now and then again after a reset, the others await. */
    private static final class Events implements Trial {
        private final Event<Integer> event = new Event<>();
        private final List<Integer> sent = new ArrayList<>(List.of(0));

        Events(Random random) {}

        @Override
        public void work(Worker worker) throws Exception {
            for (int i = 1; i <= STEPS; i++) {
                int round = i;
                if (worker.number == 0) {
                    worker.did(() -> send(worker, round));
                } else {
                    worker.did(() -> await(worker));
                }
            }
        }

        private void send(Worker worker, int round) throws InterruptedException {
            if (event.ready()) {
                event.reset();
            }
            Green.sleep(worker.moment());
            sent.add(round);
            event.send(round);
        }

        private void await(Worker worker) throws Exception {
            try {
                int got = worker.random.nextBoolean() ? event.await() : event.await(worker.moment());
                assertThat(got).isBetween(1, STEPS);
            } catch (TimeoutException _) {
                // Not in time.
            }
        }

        @Override
        public void check() throws Exception {
            assertThat(event.waiting()).isZero();
            if (event.ready()) {
                assertThat(event.await()).isEqualTo(sent.getLast());
            }
        }
    }

    /** Spawns into one pool, by its members too, which it resizes; kills some of what it spawned. */
    private static final class GreenPools implements Trial {
        private static final int MAX_SIZE = 3;

        private final GreenPool pool;
        private final AtomicInteger running = new AtomicInteger();

        GreenPools(Random random) {
            pool = new GreenPool(1 + random.nextInt(MAX_SIZE));
        }

        @Override
        public void work(Worker worker) throws Exception {
            for (int i = 0; i < STEPS; i++) {
                worker.did(() -> step(worker));
            }
        }

        private void step(Worker worker) throws Exception {
            switch (worker.random.nextInt(6)) {
                case 0 -> pool.spawnN(this::run);
                case 1 -> pool.spawn(this::run).kill();
                case 2 -> pool.spawn(() -> pool.spawnN(this::run));
                case 3 -> pool.resize(1 + worker.random.nextInt(MAX_SIZE));
                case 4 -> pool.awaitAll(worker.moment());
                default -> pool.spawn(this::run).await();
            }
        }

        private void run() {
            assertThat(running.incrementAndGet()).as("running").isLessThanOrEqualTo(MAX_SIZE);
            running.decrementAndGet();
        }

        @Override
        public void check() throws Exception {
            assertThat(pool.awaitAll(PATIENCE)).as("all have ended").isTrue();
            assertThat(pool.waiting()).as("waiting").isZero();
            assertThat(pool.running()).as("running").isZero();
            assertThat(pool.free()).as("free").isEqualTo(pool.size());
        }
    }

    /** Each goes through results of its own, out of one pool. */
    private static final class Maps implements Trial {
        private final GreenPool pool;
        private final int items;

        Maps(Random random) {
            pool = new GreenPool(1 + random.nextInt(3));
            items = random.nextInt(STEPS);
        }

        @Override
        public void work(Worker worker) throws Exception {
            var results =
                    pool.imap(number -> number, () -> IntStream.range(0, items).iterator());
            var next = new AtomicInteger();
            while (results.hasNext()) {
                worker.did(() -> assertThat(results.await()).isEqualTo(next.getAndIncrement()));
            }
            assertThat(next).hasValue(items);
        }

        @Override
        public void check() throws Exception {
            assertThat(pool.awaitAll(PATIENCE)).as("all have ended").isTrue();
            assertThat(pool.free()).as("free").isEqualTo(pool.size());
        }
    }

    /** Things, making one of which fails now and then, and some of which are dropped. */
    private static final class Pools implements Trial {
        private final int most;
        private final Pool<AtomicInteger> pool;

        Pools(Random random) {
            most = 1 + random.nextInt(3);
            var failing = new Random(random.nextLong());
            pool = new Pool<>(most, () -> {
                if (failing.nextInt(3) == 0) {
                    throw new IOException("refused");
                }
                return new AtomicInteger();
            });
        }

        @Override
        public void work(Worker worker) throws Exception {
            for (int i = 0; i < STEPS; i++) {
                worker.did(() -> use(worker));
            }
        }

        private void use(Worker worker) throws Exception {
            AtomicInteger one;
            try {
                one = worker.random.nextBoolean() ? pool.get() : pool.get(worker.moment());
            } catch (IOException | TimeoutException _) {
                return;
            }
            assertThat(one.incrementAndGet()).as("users").isEqualTo(1);
            one.decrementAndGet();
            if (worker.random.nextInt(8) == 0) {
                pool.drop();
            } else {
                pool.put(one);
            }
        }

        @Override
        public void check() {
            assertThat(pool.waiting()).as("waiting").isZero();
            assertThat(pool.free()).as("free").isEqualTo(most);
        }
    }

    @Test
    void queue_disturbedThreads_noItemIsLost() throws Exception {
        Disturbed.run(RUNS, Queues::new);
    }

    @Test
    void semaphore_disturbedThreads_noPermitIsLost() throws Exception {
        Disturbed.run(RUNS, Semaphores::new);
    }

    @Test
    void cappedSemaphore_disturbedThreads_noStepIsLost() throws Exception {
        Disturbed.run(RUNS, CappedSemaphores::new);
    }

    @Test
    void event_disturbedThreads_noWaiterIsLost() throws Exception {
        Disturbed.run(RUNS, Events::new);
    }

    @Test
    void greenPool_disturbedThreads_noSlotIsLost() throws Exception {
        Disturbed.run(RUNS, GreenPools::new);
    }

    @Test
    void imap_disturbedThreads_noItemIsLost() throws Exception {
        Disturbed.run(RUNS, Maps::new);
    }

    @Test
    void pool_disturbedThreads_noneIsLost() throws Exception {
        Disturbed.run(RUNS, Pools::new);
    }
}
