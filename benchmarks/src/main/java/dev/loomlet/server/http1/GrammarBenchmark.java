package dev.loomlet.server.http1;

import dev.loomlet.benchmarks.parts.Head;
import java.io.ByteArrayOutputStream;
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
 * What a table of byte classes buys against comparing each byte with what the grammar allows: the names of a head's fields are gone over,
 * each to its colon. The score is for all names of one head, which a request pays once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrammarBenchmark {

    /** Whose names. */
    @Param
    public Head head = Head.CURL;

    private byte[] names = {};

    @Setup
    public void fill() {
        var parsed = head.parsed();
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < parsed.size(); i++) {
            all.writeBytes((parsed.name(i) + ":").getBytes(StandardCharsets.US_ASCII));
        }
        names = all.toByteArray();
    }

    /** Returns how many names there are. */
    @Benchmark
    public int table() {
        int count = 0;
        for (int i = 0; i < names.length; i++) {
            while (Grammar.isTokenByte(names[i])) {
                i++;
            }
            count++;
        }
        return count;
    }

    /** Returns the same. */
    @Benchmark
    public int plain() {
        int count = 0;
        for (int i = 0; i < names.length; i++) {
            while (isTokenByte(names[i])) {
                i++;
            }
            count++;
        }
        return count;
    }

    private static boolean isTokenByte(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || switch (b) {
                    case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~' -> true;
                    default -> false;
                };
    }
}
