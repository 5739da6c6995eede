package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.Timeout;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A limit that does not come into play, opened and closed: {@code Timeout}, and an interrupt scheduled with the JDK's timer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimeoutBenchmark {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    public TimeoutBenchmark() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @TearDown
    public void closeTimer() {
        timer.close();
    }

    @Benchmark
    public boolean timeout() {
        try (var limit = Timeout.after(LIMIT)) {
            return limit.isPending();
        }
    }

    @Benchmark
    public boolean scheduledInterrupt() {
        var interrupt = timer.schedule(Thread.currentThread()::interrupt, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        return interrupt.cancel(/* mayInterruptIfRunning= */ false);
    }
}
