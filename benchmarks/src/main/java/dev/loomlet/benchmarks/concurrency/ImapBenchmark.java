package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.GreenPool;
import java.util.ArrayDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@value #JOBS} jobs that only add, so many at a time, whose results are summed up in their order: {@code GreenPool.imap}, and what one
 * writes by hand, a semaphore around an executor of virtual threads. The score is jobs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(ImapBenchmark.JOBS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ImapBenchmark {

    static final int JOBS = 100_000;

    /** How many run at a time. */
    @Param({"10", "1000"})
    int size;

    @Benchmark
    public long imap() {
        long sum = 0;
        for (int result : new GreenPool(size).imap(number -> number + 1, numbers())) {
            sum += result;
        }
        return sum;
    }

    @Benchmark
    public long semaphoreAndExecutor() throws Exception {
        var free = new Semaphore(size);
        var results = new ArrayDeque<Future<Integer>>();
        long sum = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Integer number : numbers()) {
                free.acquire();
                results.add(executor.submit(() -> {
                    try {
                        return number + 1;
                    } finally {
                        free.release();
                    }
                }));
                if (results.size() > 2 * size) {
                    sum += results.remove().get();
                }
            }
            for (var result : results) {
                sum += result.get();
            }
        }
        return sum;
    }

    private static Iterable<Integer> numbers() {
        return () -> IntStream.range(0, JOBS).iterator();
    }
}
