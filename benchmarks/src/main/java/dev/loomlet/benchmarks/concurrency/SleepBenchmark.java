package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Spawns {@value #SLEEPERS} threads that sleep once, then awaits them all. An ideal one takes as long as the sleep; what is above it is
 * what starting, parking and waking them costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SleepBenchmark {

    static final int SLEEPERS = 10_000;

    /** How long each sleeps. */
    @Param("10")
    public int sleepMillis;

    @Benchmark
    public void green() throws Exception {
        var sleep = Duration.ofMillis(sleepMillis);
        var spawned = new ArrayList<GreenThread<@Nullable Void>>(SLEEPERS);
        for (int i = 0; i < SLEEPERS; i++) {
            spawned.add(Green.spawn(() -> Green.sleep(sleep)));
        }
        for (var thread : spawned) {
            thread.await();
        }
    }

    @Benchmark
    public void virtualThread() throws InterruptedException {
        var sleep = Duration.ofMillis(sleepMillis);
        var started = new ArrayList<Thread>(SLEEPERS);
        for (int i = 0; i < SLEEPERS; i++) {
            started.add(Thread.startVirtualThread(() -> sleep(sleep)));
        }
        for (var thread : started) {
            thread.join();
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
        }
    }
}
