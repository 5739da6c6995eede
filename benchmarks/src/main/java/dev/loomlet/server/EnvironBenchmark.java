package dev.loomlet.server;

import dev.loomlet.benchmarks.parts.Head;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What an environ costs, from a head that is parsed: an application that reads nothing but the path, and one that walks over all of it;
 * and what it buys that it is filled when it is looked at, against a map that has every key from the beginning. The score is for one
 * request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EnvironBenchmark {

    /** Whose request. */
    @Param
    public Head head = Head.CURL;

    private final EnvironBuilder builder = new EnvironBuilder(ServerConfig.defaults(), new StopSignal());
    private final InputBody input = InputBody.of(new byte[0]);
    private final Peer peer = Peer.of(loopback(50_000), loopback(8080));
    private RequestHead parsed = head.parsed();
    private Map<String, Object> common = Map.of();

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Setup
    public void parse() {
        parsed = head.parsed();
        common = new HashMap<>(environ());
        common.keySet()
                .removeIf(key -> !key.startsWith("wsgi.")
                        && !key.equals(Environ.GATEWAY_INTERFACE)
                        && !key.equals(Environ.STOPPING));
    }

    @Benchmark
    public @Nullable Object pathOnly() {
        return environ().get(Environ.PATH_INFO);
    }

    @Benchmark
    public void everyKey(Blackhole hole) {
        consumeAll(environ(), hole);
    }

    @Benchmark
    public @Nullable Object plainPathOnly() {
        return plain().get(Environ.PATH_INFO);
    }

    @Benchmark
    public void plainEveryKey(Blackhole hole) {
        consumeAll(plain(), hole);
    }

    RequestEnviron environ() {
        return builder.build(parsed, peer, input);
    }

    Map<String, Object> plain() {
        return EagerEnviron.of(common, parsed, peer, input);
    }

    private static void consumeAll(Map<String, Object> environ, Blackhole hole) {
        environ.forEach((key, value) -> {
            hole.consume(key);
            hole.consume(value);
        });
    }
}
