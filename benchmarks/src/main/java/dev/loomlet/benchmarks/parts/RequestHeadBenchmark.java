package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.HeadScanner;
import dev.loomlet.server.http1.Limits;
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
 * What a request's head costs: finding its end in bytes that have all arrived, and parsing what was found. A request pays both, and the
 * score is for one head.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadBenchmark {

    /** Whose head. */
    @Param
    public Head head = Head.CURL;

    private final HeadScanner scanner = new HeadScanner(Limits.DEFAULTS);
    private byte[] bytes = {};
    private int fields;

    @Setup
    public void fill() {
        bytes = head.bytes();
        fields = head.fields();
    }

    @Benchmark
    public int scan() throws ProtocolException {
        scanner.reset();
        return scanner.scan(bytes, 0, bytes.length);
    }

    @Benchmark
    public RequestHead parse() throws ProtocolException {
        return RequestHeadParser.parse(bytes, 0, bytes.length, fields);
    }

    /** Parsing, and making the strings of all fields, which are positions until they are asked for; most applications ask for a few. */
    @Benchmark
    public String[] plainParse() throws ProtocolException {
        var parsed = parse();
        var strings = new String[2 * parsed.size()];
        for (int i = 0; i < parsed.size(); i++) {
            strings[2 * i] = parsed.name(i);
            strings[2 * i + 1] = parsed.value(i);
        }
        return strings;
    }
}
