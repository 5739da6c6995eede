package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.Green;
import dev.loomlet.green.LightQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
 * Two green threads that send a number there and back over two queues, {@value #ROUND_TRIPS} times: ours and the JDK's. The score is
 * for one round trip.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(QueueBenchmark.ROUND_TRIPS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {

    static final int ROUND_TRIPS = 1_000;

    /** The most items a queue keeps; negative is no limit. */
    @Param({"1", "-1"})
    int capacity;

    @Benchmark
    public int lightQueue() throws Exception {
        var there = new LightQueue<Integer>(capacity);
        var back = new LightQueue<Integer>(capacity);
        var other = Green.spawn(() -> {
            for (int i = 0; i < ROUND_TRIPS; i++) {
                back.put(there.get() + 1);
            }
        });
        var one = Green.spawn(() -> {
            int number = 0;
            for (int i = 0; i < ROUND_TRIPS; i++) {
                there.put(number);
                number = back.get();
            }
            return number;
        });
        other.await();
        return one.await();
    }

    @Benchmark
    public int linkedBlockingQueue() throws Exception {
        var there = newLinkedBlockingQueue();
        var back = newLinkedBlockingQueue();
        var other = Green.spawn(() -> {
            for (int i = 0; i < ROUND_TRIPS; i++) {
                back.put(there.take() + 1);
            }
        });
        var one = Green.spawn(() -> {
            int number = 0;
            for (int i = 0; i < ROUND_TRIPS; i++) {
                there.put(number);
                number = back.take();
            }
            return number;
        });
        other.await();
        return one.await();
    }

    private BlockingQueue<Integer> newLinkedBlockingQueue() {
        return capacity < 0 ? new LinkedBlockingQueue<>() : new LinkedBlockingQueue<>(capacity);
    }
}
