package dev.loomlet.server.hub;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
 * What it buys to read and write a socket by its descriptor, without its channel's locks. The score is for a write of a request's length and
 * the read of it at the other end of a loopback connection, system calls included. That what a channel touches is in no cache when there are
 * many of them is not in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SocketIoBenchmark {

    private static final int REQUEST_BYTES = 160;

    private final SocketChannel client;
    private final SocketChannel server;
    private final FileDescriptor from;
    private final FileDescriptor to;
    private final Buffers buffers = new Buffers();
    private final byte[] request = new byte[REQUEST_BYTES];
    private final byte[] into = new byte[Buffers.SIZE];

    /**
     * Connects both ends.
     *
     * @throws IllegalStateException if there are no descriptors here; the message says why
     */
    public SocketIoBenchmark() {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listener = ServerSocketChannel.open().bind(loopback)) {
            client = SocketChannel.open(listener.getLocalAddress());
            server = listener.accept();
            client.configureBlocking(false);
            server.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        from = descriptorOf(client);
        to = descriptorOf(server);
    }

    private static FileDescriptor descriptorOf(SocketChannel channel) {
        var descriptor = SunNioCh.descriptorOf(channel);
        if (descriptor == null) {
            throw new IllegalStateException(SunNioCh.whyClosed().orElse("another provider's channel"));
        }
        return descriptor;
    }

    @TearDown
    public void close() throws IOException {
        client.close();
        server.close();
    }

    /** Returns how many bytes were read. */
    @Benchmark
    public int descriptor() throws IOException {
        SunNioCh.send(from, buffers.scratch(), request, 0, request.length);
        return SunNioCh.receive(to, buffers.scratch(), into, 0, into.length);
    }

    /** Returns the same. */
    @Benchmark
    public int plainDescriptor() throws IOException {
        client.write(buffers.scratch().bytes().put(request, 0, request.length).flip());
        var scratch = buffers.scratch().bytes().limit(into.length);
        int count = server.read(scratch);
        scratch.get(0, into, 0, count);
        return count;
    }
}
