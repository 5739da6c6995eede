package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.RequestHeadParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it buys that names and values of a head's fields are positions until they are asked for: parsing alone, against parsing and making
 * the strings of all fields, of which most applications look at a few. The score is for one head. {@code plain} has the positions too; a
 * parser without them would allocate 16 bytes a field less than it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadSlicesBenchmark {

    /** Whose head. */
    @Param
    public Head head = Head.CURL;

    private byte[] bytes = {};
    private int fields;

    @Setup
    public void fill() {
        bytes = head.bytes();
        fields = head.fields();
    }

    @Benchmark
    public RequestHead slices() throws ProtocolException {
        return RequestHeadParser.parse(bytes, 0, bytes.length, fields);
    }

    /** Returns each name and behind it its value. */
    @Benchmark
    public String[] plain() throws ProtocolException {
        var parsed = RequestHeadParser.parse(bytes, 0, bytes.length, fields);
        var strings = new String[2 * parsed.size()];
        for (int i = 0; i < parsed.size(); i++) {
            strings[2 * i] = parsed.name(i);
            strings[2 * i + 1] = parsed.value(i);
        }
        return strings;
    }
}
