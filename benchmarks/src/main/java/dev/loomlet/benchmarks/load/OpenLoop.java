package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Generates requests at a fixed rate, whether or not the server keeps up. The latency of a request counts from the time at which it was due
 * and not from when it was sent, so that a server that stalls is charged with all requests that its stall delays (no coordinated omission).
 *
 * <p>Two platform threads: a {@link Sender} that sleeps until the next request is due, and a {@link Receiver} that sleeps until an answer
 * comes. Neither spins, so that on a machine of few cores the server has the rest. The calling thread waits for them.
 *
 * <p>What is not seen: an answer that the receiver takes late, since the machine did not run it, counts as the server's latency. The sender
 * is then as a rule late as well, and {@link OpenLoopResult#keptUp} says so.
 */
public final class OpenLoop {

    private static final Duration GRACE = Duration.ofSeconds(5);
    /* So that the threads run when the first request is due. */
    private static final long LEAD_NANOS = 20_000_000;

    private OpenLoop() {}

    /**
     * Runs the plan, until all requests are answered, and no longer than 5 s beyond its duration; interrupt ends it. When it returns, its
     * threads have ended and its connections are closed.
     *
     * @param plan what to request
     * @return what became of the requests
     * @throws IOException when the connections cannot be opened at the start; one that breaks later is an error in the result
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static OpenLoopResult run(OpenLoopPlan plan) throws IOException, InterruptedException {
        return run(plan, GRACE);
    }

    /**
     * The same with another time for the answers to come.
     *
     * @param plan what to request
     * @param grace how long answers are awaited after the last request was due
     * @return what became of the requests
     * @throws IOException when the connections cannot be opened at the start; one that breaks later is an error in the result
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static OpenLoopResult run(OpenLoopPlan plan, Duration grace) throws IOException, InterruptedException {
        return run(plan, Pacer::park, grace);
    }

    static OpenLoopResult run(OpenLoopPlan plan, Pacer pacer, Duration grace) throws IOException, InterruptedException {
        var channels = new ArrayList<SocketChannel>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                channels.add(Wire.open(plan.target().port()));
            }
            return run(plan, pacer, grace, new Opened(selector, channels));
        } catch (ClosedByInterruptException e) {
            throw Wire.interrupted(e);
        } finally {
            channels.forEach(Wire::close);
        }
    }

    private record Opened(Selector selector, List<SocketChannel> channels) {}

    private static OpenLoopResult run(OpenLoopPlan plan, Pacer pacer, Duration grace, Opened opened)
            throws IOException, InterruptedException {
        var schedule = Schedule.of(plan, System.nanoTime() + LEAD_NANOS);
        var request = Requests.get(plan.target());
        var connections = new ArrayList<OpenConnection>();
        for (var channel : opened.channels()) {
            var connection = new OpenConnection(
                    schedule,
                    connections.size(),
                    opened.selector(),
                    plan.target().port(),
                    request);
            connection.adopt(channel);
            connections.add(connection);
        }
        var outcomes = new Outcomes(schedule);
        var receiver = new Receiver(opened.selector(), outcomes, grace);
        var receiving = new FutureTask<>(receiver);
        var receiverThread =
                Thread.ofPlatform().daemon().name("open-loop-receiver").unstarted(receiving);
        var sender = new Sender(schedule, connections, pacer, () -> cpuNanos(receiverThread), receiver::allSent);
        var sending = new FutureTask<@Nullable Void>(sender, null);
        var senderThread = Thread.ofPlatform().daemon().name("open-loop-sender").unstarted(sending);
        try {
            receiverThread.start();
            senderThread.start();
            sending.get();
            receiving.get();
        } catch (ExecutionException e) {
            throw new IOException("the open-loop generator failed: " + e.getCause(), e);
        } finally {
            end(senderThread);
            end(receiverThread);
            connections.forEach(OpenConnection::close);
        }
        long now = System.nanoTime();
        connections.forEach(connection -> connection.abandon(now, outcomes));
        return result(outcomes, sender, receiver);
    }

    private static OpenLoopResult result(Outcomes outcomes, Sender sender, Receiver receiver) {
        var times = sender.times();
        times.add(receiver.times());
        return new OpenLoopResult(
                outcomes.latencyNanos(),
                outcomes.answered() + outcomes.errors(),
                outcomes.answered(),
                outcomes.errors(),
                times.keptUp(),
                times.worst(),
                times.median(),
                Duration.ofNanos(sender.cpuNanosOfCounted()));
    }

    /* What the sender, which calls this, and the receiver have used. */
    private static long cpuNanos(Thread receiver) {
        var threads = ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadCpuTime() + Math.max(0, threads.getThreadCpuTime(receiver.threadId()));
    }

    /* Neither thread waits for anything that interrupt does not end, so this does not last. */
    private static void end(Thread thread) {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
