package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a load cost the process of the server, all requests together.
 *
 * @param allocatedBytes empty for a server that is no JVM
 * @param instructions by the metric of one request; empty where the machine does not count them
 */
record Cost(double cpuMicros, OptionalLong allocatedBytes, Map<Metric, Long> instructions) {

    /** Starts to measure. */
    static Meter meter(RunningPeer server, Instructions instructions) throws IOException, InterruptedException {
        return new Meter(server, instructions.count(server.pids()));
    }

    /** Records what one of so many requests cost. */
    void record(Cell cell, long requests) {
        cell.record(Metric.CPU_MICROS, cpuMicros / requests);
        instructions.forEach((metric, count) -> cell.record(metric, (double) count / requests));
        allocatedBytes.ifPresent(bytes -> cell.record(Metric.ALLOCATED_BYTES, (double) bytes / requests));
    }

    /** Between the start and the stop of the load. */
    static final class Meter implements AutoCloseable {

        private final RunningPeer server;
        private final Instructions.Counter counter;
        private final OptionalLong allocatedBefore;
        private final long cpuBefore;

        private Meter(RunningPeer server, Instructions.Counter counter) {
            this.server = server;
            this.counter = counter;
            this.allocatedBefore = server.allocatedBytes();
            this.cpuBefore = server.cpuMicros();
        }

        Cost stop() throws IOException, InterruptedException {
            long cpu = server.cpuMicros() - cpuBefore;
            var counted = counter.stop();
            var allocated = server.allocatedBytes();
            var difference = allocated.isPresent() && allocatedBefore.isPresent()
                    ? OptionalLong.of(allocated.getAsLong() - allocatedBefore.getAsLong())
                    : OptionalLong.empty();
            return new Cost(cpu, difference, counted);
        }

        @Override
        public void close() {
            counter.close();
        }
    }
}
