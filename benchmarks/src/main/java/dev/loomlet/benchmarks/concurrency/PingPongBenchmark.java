package dev.loomlet.benchmarks.concurrency;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Requests a second that the server answers to a client in the same process: a request is written on every connection, then every
 * answer is read. Scores and allocation are for one request. The client's one thread needs a core of its own, and is the limit
 * where there are more.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Timeout(time = 30)
public class PingPongBenchmark {

    @Benchmark
    @OperationsPerInvocation(1)
    public byte connections1(PingPongClients.One clients) throws IOException {
        return clients.roundTrip();
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public byte connections64(PingPongClients.SixtyFour clients) throws IOException {
        return clients.roundTrip();
    }

    @Benchmark
    @OperationsPerInvocation(1_024)
    public byte connections1024(PingPongClients.Thousand clients) throws IOException {
        return clients.roundTrip();
    }
}
