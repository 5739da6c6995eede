package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.Green;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time from spawning a task that only returns a number to having that number: a green thread, and what the JDK has. The caller is
 * a platform thread; in {@code fromGreen} and {@code fromVirtual} it is a green, or virtual, thread itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpawnBenchmark {

    private static final int ROUNDS = 1_000;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** Written by the task's thread, read after the join. */
    private int answer;

    @TearDown
    public void closeExecutor() {
        executor.close();
    }

    @Benchmark
    public int green() throws Exception {
        return Green.spawn(() -> ++answer).await();
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int fromGreen() throws Exception {
        return Green.spawn(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        green();
                    }
                    return answer;
                })
                .await();
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int fromVirtual() throws Exception {
        return executor.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        virtualThread();
                    }
                    return answer;
                })
                .get();
    }

    @Benchmark
    public int virtualThread() throws InterruptedException {
        Thread.startVirtualThread(() -> ++answer).join();
        return answer;
    }

    @Benchmark
    public int virtualThreadExecutor() throws Exception {
        return executor.submit(() -> ++answer).get();
    }

    @Benchmark
    public int platformThread() throws InterruptedException {
        Thread.ofPlatform().start(() -> ++answer).join();
        return answer;
    }
}
