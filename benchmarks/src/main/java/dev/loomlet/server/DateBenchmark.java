package dev.loomlet.server;

import dev.loomlet.web.HttpDate;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the Date field's value costs: read from the clock, as each response does, and formatted, as one response a second does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DateBenchmark {

    private final DateClock clock = new DateClock();

    /** Some second; not final, so that its date cannot be a constant. */
    private long epochSecond = 784_111_777;

    @Benchmark
    public byte[] clock() {
        return clock.field();
    }

    @Benchmark
    public String format() {
        return HttpDate.format(Instant.ofEpochSecond(epochSecond));
    }
}
