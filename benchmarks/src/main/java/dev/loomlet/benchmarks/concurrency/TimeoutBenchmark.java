package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.green.Timeout;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A limit that does not come into play, opened and closed: {@code Timeout}, and an interrupt scheduled with the JDK's timer. With a
 * pause before each, as in a server that has something else to do, what counts is the processor time of {@link CpuProfiler} above that
 * of {@code nothing}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimeoutBenchmark {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    /** How long the thread sleeps before. */
    @Param({"0", "1000"})
    int pauseMicros;

    public TimeoutBenchmark() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @TearDown
    public void closeTimer() {
        timer.close();
    }

    @Benchmark
    public void nothing() {
        pause();
    }

    @Benchmark
    public boolean timeout() {
        pause();
        try (var limit = Timeout.after(LIMIT)) {
            return limit.isPending();
        }
    }

    @Benchmark
    public boolean scheduledInterrupt() {
        pause();
        var interrupt = timer.schedule(Thread.currentThread()::interrupt, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        return interrupt.cancel(/* mayInterruptIfRunning= */ false);
    }

    private void pause() {
        if (pauseMicros > 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseMicros));
        }
    }
}
