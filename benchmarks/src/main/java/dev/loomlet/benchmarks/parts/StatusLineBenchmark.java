package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.wsgi.Status;
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
 * What status lines that are encoded once buy: a copy of the bytes against putting the line together, as a string or piece by piece. The
 * score is for one line, which a response has once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatusLineBenchmark {

    private static final int CAPACITY = 1024;

    private final Status status = Status.parse("200 OK");
    private final ByteBuilder out = new ByteBuilder(CAPACITY);

    @Benchmark
    public ByteBuilder encoded() {
        out.clear(CAPACITY);
        ResponseEncoder.statusLine(out, status);
        return out;
    }

    @Benchmark
    public ByteBuilder plainConcatenated() {
        out.clear(CAPACITY);
        return out.add("HTTP/1.1 ").add(status.toString()).addLineEnd();
    }

    @Benchmark
    public ByteBuilder plainInPieces() {
        out.clear(CAPACITY);
        out.add("HTTP/1.1 ").addDecimal(status.code()).add(' ');
        return out.add(status.reason()).addLineEnd();
    }
}
