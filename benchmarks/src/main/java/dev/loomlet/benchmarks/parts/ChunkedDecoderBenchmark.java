package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.ChunkedDecoder;
import dev.loomlet.server.http1.Limits;
import dev.loomlet.server.http1.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the framing of a chunk costs: a body of {@value #CHUNKS} chunks is decoded from memory, by a new decoder as for each request.
 * The data is stepped over and not copied, so the score, for one chunk, depends on the size only by the digits that tell it and by the
 * memory that is touched.
 */
@State(Scope.Thread)
@OperationsPerInvocation(ChunkedDecoderBenchmark.CHUNKS)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkedDecoderBenchmark {

    static final int CHUNKS = 64;

    /** Data bytes of a chunk. */
    @Param({"1", "4096", "65536"})
    public int chunkBytes;

    private byte[] body = {};

    @Setup
    public void fill() {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < CHUNKS; i++) {
            all.writeBytes((Integer.toHexString(chunkBytes) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(new byte[chunkBytes]);
            all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        all.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body = all.toByteArray();
    }

    /** Returns how many bytes the body has, framing included. */
    @Benchmark
    public int decode() throws ProtocolException {
        var decoder = new ChunkedDecoder(Limits.DEFAULTS);
        int at = 0;
        while (!decoder.isComplete()) {
            at = decoder.advance(body, at, body.length);
            at += (int) decoder.dataLeft();
            decoder.take(decoder.dataLeft());
        }
        return at;
    }
}
