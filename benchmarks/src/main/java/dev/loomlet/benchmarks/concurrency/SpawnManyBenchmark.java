package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Spawns {@value #TASKS} tasks that only return a number, then awaits them in order; the score is for one task. With {@code parallel}
 * in the name, {@value #SPAWNERS} threads do so at the same time, each for itself: the score is still the time that one of them
 * needs for a task, so it grows with the number of threads that share a core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SpawnManyBenchmark.TASKS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpawnManyBenchmark {

    static final int TASKS = 1_000;
    static final int SPAWNERS = 4;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** Written by the tasks, each its own element; read after its join. */
    private final int[] answers = new int[TASKS];

    @TearDown
    public void closeExecutor() {
        executor.close();
    }

    @Benchmark
    public void green(Blackhole hole) throws Exception {
        var spawned = new ArrayList<GreenThread<Integer>>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            spawned.add(Green.spawn(() -> ++answers[task]));
        }
        for (var thread : spawned) {
            hole.consume(thread.await());
        }
    }

    @Benchmark
    public void virtualThread(Blackhole hole) throws InterruptedException {
        var started = new ArrayList<Thread>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            started.add(Thread.startVirtualThread(() -> ++answers[task]));
        }
        for (int i = 0; i < TASKS; i++) {
            started.get(i).join();
            hole.consume(answers[i]);
        }
    }

    @Benchmark
    public void virtualThreadExecutor(Blackhole hole) throws Exception {
        var submitted = new ArrayList<Future<Integer>>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            submitted.add(executor.submit(() -> ++answers[task]));
        }
        for (var future : submitted) {
            hole.consume(future.get());
        }
    }

    @Benchmark
    @Threads(SPAWNERS)
    public void parallelGreen(Blackhole hole) throws Exception {
        green(hole);
    }

    @Benchmark
    @Threads(SPAWNERS)
    public void parallelVirtualThread(Blackhole hole) throws InterruptedException {
        virtualThread(hole);
    }

    @Benchmark
    @Threads(SPAWNERS)
    public void parallelVirtualThreadExecutor(Blackhole hole) throws Exception {
        virtualThreadExecutor(hole);
    }
}
