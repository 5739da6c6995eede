package dev.loomlet.server.http1;

import dev.loomlet.benchmarks.parts.Head;
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
 * What looking at eight bytes at a time buys against looking at each: the line ends of a head are found, as the scanner finds them. The
 * score is for one head. A request pays it for all bytes when its head is scanned, and for the fields' values again when it is parsed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WordSearchBenchmark {

    /** Whose head. */
    @Param
    public Head head = Head.CURL;

    private byte[] bytes = {};

    @Setup
    public void fill() {
        bytes = head.bytes();
    }

    /** Returns how many control characters there are. */
    @Benchmark
    public int words() {
        int controls = 0;
        int i = WordSearch.skipToControl(bytes, 0, bytes.length);
        while (i < bytes.length) {
            controls += isControl(bytes[i]) ? 1 : 0;
            i = WordSearch.skipToControl(bytes, i + 1, bytes.length);
        }
        return controls;
    }

    /** Returns the same. */
    @Benchmark
    public int plain() {
        int controls = 0;
        int i = skipSingly(bytes, 0, bytes.length);
        while (i < bytes.length) {
            controls += isControl(bytes[i]) ? 1 : 0;
            i = skipSingly(bytes, i + 1, bytes.length);
        }
        return controls;
    }

    private static int skipSingly(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && !isControl(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }
}
