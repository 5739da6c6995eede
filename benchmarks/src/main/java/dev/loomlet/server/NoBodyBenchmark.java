package dev.loomlet.server;

import dev.loomlet.server.http1.BodyFraming;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
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
 * What one body object for all requests that have none buys, against one for each such request, of length 0. The score is for one
 * request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NoBodyBenchmark {

    private final ServerConfig config = ServerConfig.defaults();
    private final BodyFraming framing = new BodyFraming.None();
    private final Loopback loopback = Loopback.open();
    private final ConnectionOutput output = new ConnectionOutput(loopback.transport(), /* timeoutNanos= */ 0);
    private final Outlet outlet = new Http1Outlet(connection(), output);
    private final ConnectionInput input = new ConnectionInput(loopback.transport(), output, config.limits());

    private Connection connection() {
        var service = new Service(
                (environ, startResponse) -> {
                    throw new AssertionError("nothing is served");
                },
                config,
                new StopSignal());
        return new Connection(service, new Connections(config), loopback.transport());
    }

    @TearDown
    public void close() throws IOException {
        loopback.close();
    }

    @Benchmark
    public InputBody shared() {
        return RequestBody.of(framing, /* expectsContinue= */ false, input, outlet);
    }

    @Benchmark
    public InputBody plain() {
        var interim = new Interim(/* expected= */ false, outlet);
        return new FixedBody(0, input, config, interim);
    }
}
