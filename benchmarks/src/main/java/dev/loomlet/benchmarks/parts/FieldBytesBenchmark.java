package dev.loomlet.benchmarks.parts;

import dev.loomlet.benchmarks.parts.ResponseEncoderBenchmark.Answer;
import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.wsgi.Headers;
import java.nio.charset.StandardCharsets;
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
 * What copying a string's bytes in bulk into the output buys: against an array that the string makes of them first, and against one
 * character after the other. The score is for the header fields of one response.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FieldBytesBenchmark {

    private static final int CAPACITY = 1024;

    /** Whose fields. */
    @Param
    public Answer answer = Answer.HELLO;

    private final ByteBuilder out = new ByteBuilder(CAPACITY);
    private Headers headers = Headers.empty();

    @Setup
    public void choose() {
        headers = answer.headers();
    }

    @Benchmark
    public ByteBuilder bulk() {
        out.clear(CAPACITY);
        ResponseEncoder.fields(out, headers, /* capitalize= */ false);
        return out;
    }

    @Benchmark
    public ByteBuilder plainArrays() {
        out.clear(CAPACITY);
        for (int i = 0; i < headers.size(); i++) {
            var field = headers.get(i);
            if (!field.name().equalsIgnoreCase("Content-Length")) {
                out.add(field.name().getBytes(StandardCharsets.ISO_8859_1))
                        .add(':')
                        .add(' ');
                out.add(field.value().getBytes(StandardCharsets.ISO_8859_1)).addLineEnd();
            }
        }
        return out;
    }

    @Benchmark
    public ByteBuilder plainCharacters() {
        out.clear(CAPACITY);
        for (int i = 0; i < headers.size(); i++) {
            var field = headers.get(i);
            if (!field.name().equalsIgnoreCase("Content-Length")) {
                addEach(field.name());
                out.add(':').add(' ');
                addEach(field.value());
                out.addLineEnd();
            }
        }
        return out;
    }

    private void addEach(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            out.add(latin1.charAt(i));
        }
    }
}
