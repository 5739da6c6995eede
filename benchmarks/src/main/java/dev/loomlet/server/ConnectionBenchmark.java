package dev.loomlet.server;

import dev.loomlet.benchmarks.parts.Head;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole connection but for the socket and the wait: requests out of memory, one after the other, through parser, environ, application and
 * encoder, into memory. What a request costs beside it is the system, the hub, and switching threads. The score is for one request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConnectionBenchmark {

    private static final int REQUESTS = 1000;

    /** A client that sends its next request when it has the answer, {@value REQUESTS} times. */
    private static final class Memory implements Transport {
        private final byte[] request;
        private final Peer peer;
        private int left = REQUESTS;

        Memory(byte[] request, Peer peer) {
            this.request = request;
            this.peer = peer;
        }

        @Override
        public Peer peer() {
            return peer;
        }

        @Override
        public int read(byte[] into, int offset, int length, long timeoutNanos) {
            if (left-- == 0) {
                return -1;
            }
            System.arraycopy(request, 0, into, offset, request.length);
            return request.length;
        }

        @Override
        public void write(byte[] from, int offset, int length, long timeoutNanos) {}

        @Override
        public long transfer(FileChannel file, long position, long count, long timeoutNanos) {
            return 0;
        }

        @Override
        public void shutdownInput() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void abortOnClose() {}

        @Override
        public void expire(long nanoTime) {}

        @Override
        public void close() {}
    }

    /** Whose request; one without a body. */
    @Param({"CURL", "BROWSER"})
    public Head head = Head.CURL;

    private final byte[] answer = "Hello, World!".getBytes(StandardCharsets.US_ASCII);
    private final Peer peer = Peer.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
    private final Application application = (environ, startResponse) -> {
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
        return Body.of(environ.pathInfo().isEmpty() ? new byte[0] : answer);
    };
    private final ServerConfig config =
            ServerConfig.builder().accessLog(AccessLog.none()).build();
    private final Service service = new Service(application, config, new StopSignal());

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public boolean served() {
        var connections = new Connections(config);
        var connection = new Connection(service, connections, new Memory(head.bytes(), peer));
        connections.add(connection);
        connection.run();
        return connection.isKilled();
    }
}
