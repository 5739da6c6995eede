package dev.loomlet.server.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a hub thread's own buffers buy: the pair that a connection borrows for each request against making it, and the one outside the heap
 * for system calls against having the JDK copy through its own. The score is for one request: borrowing twice, or a write and a read of a
 * request's length through a pipe, system calls included. Finding the thread that owns the buffers is not in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BuffersBenchmark {

    private static final int REQUEST_BYTES = 160;

    private final Buffers buffers = new Buffers();
    private final Pipe pipe = open();
    private final byte[] request = new byte[REQUEST_BYTES];
    private final byte[] into = new byte[Buffers.SIZE];

    private static Pipe open() {
        try {
            return Pipe.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TearDown
    public void close() throws IOException {
        pipe.sink().close();
        pipe.source().close();
    }

    /** Returns how long the buffers are together. */
    @Benchmark
    public int lent(Blackhole hole) {
        var input = buffers.take();
        var output = buffers.take();
        hole.consume(input);
        hole.consume(output);
        buffers.give(output);
        buffers.give(input);
        return input.length + output.length;
    }

    /** Returns the same. */
    @Benchmark
    public int plainLent(Blackhole hole) {
        var input = new byte[Buffers.SIZE];
        var output = new byte[Buffers.SIZE];
        hole.consume(input);
        hole.consume(output);
        return input.length + output.length;
    }

    /** Returns how many bytes were read. */
    @Benchmark
    public int scratch() throws IOException {
        pipe.sink()
                .write(buffers.scratch().bytes().put(request, 0, request.length).flip());
        var scratch = buffers.scratch().bytes().limit(into.length);
        int count = pipe.source().read(scratch);
        scratch.get(0, into, 0, count);
        return count;
    }

    /** Returns the same. */
    @Benchmark
    public int plainScratch() throws IOException {
        pipe.sink().write(ByteBuffer.wrap(request));
        return pipe.source().read(ByteBuffer.wrap(into));
    }
}
