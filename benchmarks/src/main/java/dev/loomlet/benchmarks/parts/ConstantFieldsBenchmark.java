package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.Persistence;
import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.server.http1.ResponseFraming;
import java.nio.charset.StandardCharsets;
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

/**
 * What it buys that the texts of the fields that the server writes itself are bytes and not strings: Date, Content-Length, Connection and
 * Keep-Alive. The score is for these four, which is the most that a response has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConstantFieldsBenchmark {

    private static final int CAPACITY = 1024;
    private static final int IDLE_SECONDS = 60;
    private static final String DATE = "Fri, 20 Nov 2026 08:49:37 GMT";

    private final ByteBuilder out = new ByteBuilder(CAPACITY);
    private final byte[] dateBytes = DATE.getBytes(StandardCharsets.US_ASCII);
    private final ResponseFraming framing = new ResponseFraming(ResponseFraming.Kind.LENGTH, 4096);

    /** As the text of {@link #dateBytes}: not a constant either. */
    private String date = DATE;

    @Benchmark
    public ByteBuilder bytes() {
        out.clear(CAPACITY);
        ResponseEncoder.date(out, dateBytes);
        ResponseEncoder.framing(out, framing);
        ResponseEncoder.connection(out, Persistence.KEEP_ALIVE, IDLE_SECONDS);
        return out;
    }

    @Benchmark
    public ByteBuilder plain() {
        out.clear(CAPACITY);
        out.add("Date: ").add(date).addLineEnd();
        out.add("Content-Length: ").addDecimal(framing.length()).addLineEnd();
        out.add("Connection: keep-alive\r\n");
        return out.add("Keep-Alive: timeout=").addDecimal(IDLE_SECONDS).addLineEnd();
    }
}
