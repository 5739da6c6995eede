package dev.loomlet.server;

import java.io.IOException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What collecting a head and a short body into one write buys against a write for each, over a loopback socket whose other end reads both.
 * The score is for one response, system calls included, of which the reading ones are the same either way.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OneWriteBenchmark {

    private static final byte[] HEAD = """
            HTTP/1.1 200 OK
            Content-Type: text/plain
            Date: Fri, 20 Nov 2026 08:49:37 GMT
            Content-Length: 15

            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "Hello, World!\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Loopback loopback = Loopback.open();
    private final ConnectionOutput output = new ConnectionOutput(loopback.transport(), /* timeoutNanos= */ 0);

    @TearDown
    public void close() throws IOException {
        loopback.close();
    }

    /** Returns how many bytes came to the other end. */
    @Benchmark
    public int collected() throws IOException {
        output.pending().add(HEAD);
        output.write(BODY, 0, BODY.length);
        output.flush();
        return loopback.receive(HEAD.length + BODY.length);
    }

    /** Returns the same. */
    @Benchmark
    public int plain() throws IOException {
        output.pending().add(HEAD);
        output.flush();
        output.write(BODY, 0, BODY.length);
        output.flush();
        return loopback.receive(HEAD.length + BODY.length);
    }
}
