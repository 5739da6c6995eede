package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Route;
import java.util.List;
import java.util.Set;

/** All workloads, in the order in which they are driven and reported. */
final class Workloads {

    private static final long MIB = 1 << 20;

    private static final ClosedLoopWorkload PLAINTEXT =
            closed(ClosedLoopWorkload.PLAINTEXT, "a short text, 64 connections", Route.PLAINTEXT, 64);

    /* One of each kind that a second is enough for, which a closed loop has at least, since wrk counts in seconds. */
    private static final Set<String> QUICK =
            Set.of("plaintext-64", "pipelined-16", "close", "1m", "sleep-10", "latency-50", "compute-1", "start");

    private static final List<Workload> ALL = List.of(
            closed("plaintext-1", "a short text, 1 connection: the way of one request alone", Route.PLAINTEXT, 1),
            PLAINTEXT,
            closed("plaintext-1024", "a short text, 1,024 connections", Route.PLAINTEXT, 1_024),
            closed("pipelined-16", "a short text, 64 connections that send 16 requests at once", Route.PLAINTEXT, 64)
                    .pipelining(16),
            closed("close", "a short text, a new connection for each request, 64 at a time", Route.PLAINTEXT, 64)
                    .closing(),
            closed("json", "1 KiB of JSON, 64 connections", Route.JSON, 64),
            closed("64k", "answers of 64 KiB, 64 connections", Route.BYTES_64K, 64),
            closed("static", "a file of 64 KiB by the server's own means for files, 64 connections", Route.STATIC, 64),
            closed("1m", "answers of 1 MiB, 16 connections", Route.BYTES_1M, 16),
            closed("upload-1m", "uploads of 1 MiB, read by the handler, 16 connections", Route.UPLOAD, 16)
                    .uploading(MIB),
            closed("tls", "a short text over TLS, 64 connections", Route.TLS, 64),
            closed("http2", "a short text over HTTP/2, 16 connections with 32 requests at a time", Route.HTTP2, 16)
                    .http2(32),
            closed("websocket", "a text message of 64 bytes that comes back, 512 connections", Route.WEBSOCKET, 512),
            closed("sleep-10", "a handler that sleeps 10 ms, 256 connections: 25,600/s at most", Route.SLEEP, 256)
                    .sleeping(10),
            closed("sleep-100", "a handler that sleeps 100 ms, 2,000 connections: 20,000/s at most", Route.SLEEP, 2_000)
                    .sleeping(100),
            latency(25),
            latency(50),
            latency(75),
            stall("compute-1", "a fixed rate beside one handler that computes 500 ms", Route.COMPUTE, 1),
            stall("compute-3", "a fixed rate beside three handlers that compute 500 ms", Route.COMPUTE, 3),
            stall("block-1", "a fixed rate beside one handler that waits 500 ms in a file read", Route.BLOCK, 1),
            stall("block-3", "a fixed rate beside three handlers that wait 500 ms in a file read", Route.BLOCK, 3),
            new IdleWorkload("idle-8000", "resident memory a connection, 8,000 idle ones", 8_000),
            new StartWorkload("start", "from the start of the process to its first answer"));

    private Workloads() {}

    static List<Workload> all() {
        return ALL;
    }

    /** What {@code --quick} runs when no workload is named. */
    static List<Workload> quick() {
        return ALL.stream().filter(workload -> QUICK.contains(workload.name())).toList();
    }

    /** The load that others are related to. */
    static ClosedLoopWorkload plaintext() {
        return PLAINTEXT;
    }

    private static ClosedLoopWorkload closed(String name, String about, Route route, int connections) {
        return ClosedLoopWorkload.of(name, about, route, connections);
    }

    private static Workload latency(int percent) {
        return new LatencyWorkload(
                "latency-" + percent,
                "a short text at a fixed rate, %d %% of the slowest server's maximum, 64 connections"
                        .formatted(percent),
                percent);
    }

    private static Workload stall(String name, String about, Route route, int hogs) {
        return new StallWorkload(name, about + ", 64 connections, then the throughput left", route, hogs);
    }
}
