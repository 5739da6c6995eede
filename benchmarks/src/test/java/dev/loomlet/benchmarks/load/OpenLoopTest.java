package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final Duration GRACE = Duration.ofMillis(300);

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("open-loop-"));
    }

    @Test
    void requests_ofTheSchedule_areSentOnceEachAndCountedExactly() throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            var result = OpenLoop.run(plan(server, 8, 2_000, 500));
            assertThat(result.intended()).isEqualTo(1_000);
            assertThat(result.answered()).isEqualTo(1_000);
            assertThat(result.errors()).isZero();
            assertThat(result.latencyNanos().getTotalCount()).isEqualTo(1_000);
            assertThat(server.requests()).isEqualTo(1_000);
            assertThat(server.connections()).isEqualTo(8);
            assertThat(result.generatorCpu()).isPositive();
            assertThat(result.worstLateness()).isGreaterThanOrEqualTo(result.medianLateness());
        }
    }

    @Test
    void warmUp_isSentAndNotCounted() throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            var plan = new OpenLoopPlan(server.target(), 4, 1_000, Duration.ofMillis(200), Duration.ofMillis(300));
            var result = OpenLoop.run(plan);
            assertThat(result.intended()).isEqualTo(300);
            assertThat(result.latencyNanos().getTotalCount()).isEqualTo(300);
            assertThat(server.requests()).isEqualTo(500);
        }
    }

    @Test
    void slowServer_latencyGrowsAndEveryRequestIsAccountedFor() throws Exception {
        // 2 connections and 10 ms a request are 200 a second at the most; 400 are asked for.
        try (var server = new TinyServer((head, number) -> {
            TimeUnit.MILLISECONDS.sleep(10);
            return TinyServer.OK;
        })) {
            var result = OpenLoop.run(plan(server, 2, 400, 1_000), Pacer::park, GRACE);
            assertThat(result.intended()).isEqualTo(400);
            assertThat(result.latencyNanos().getTotalCount()).isEqualTo(400);
            assertThat(result.errors()).as("unanswered").isPositive();
            assertThat(result.answered()).isPositive().isLessThanOrEqualTo(server.requests());
            // Early ones did not wait for others; the last one answered waited for half of the duration.
            assertThat(millis(result, 99)).isGreaterThan(400);
            assertThat(millis(result, 1)).isLessThan(millis(result, 99) / 2);
        }
    }

    @Test
    void serverThatNeverAnswers_countsAllWithTheirWait() throws Exception {
        var never = new CountDownLatch(1);
        try (var server = new TinyServer((head, number) -> {
            never.await();
            return TinyServer.OK;
        })) {
            var result = OpenLoop.run(plan(server, 2, 100, 200), Pacer::park, GRACE);
            assertThat(result.intended()).isEqualTo(20);
            assertThat(result.errors()).isEqualTo(20);
            assertThat(server.requests()).isEqualTo(2);
            assertThat(result.latencyNanos().getMinValue()).isGreaterThanOrEqualTo(GRACE.toNanos());
            assertThat(millis(result, 100)).isGreaterThan(490);
            assertThat(result.keptUp()).as("it was not the generator").isTrue();
        }
    }

    @Test
    void generatorThatOversleeps_saysThatItDidNotKeepUp() throws Exception {
        Pacer starved = nanos -> {
            if (nanos - System.nanoTime() > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        };
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            // One request a connection: none is busy when its request is due, so that only the sender is late.
            var result = OpenLoop.run(plan(server, 100, 500, 200), starved, GRACE);
            assertThat(result.keptUp()).isFalse();
            assertThat(result.worstLateness()).isGreaterThan(Duration.ofMillis(50));
            assertThat(result.answered()).isEqualTo(100);
        }
    }

    @Test
    void errors_ofEachKind_areCounted() throws Exception {
        try (var server = new TinyServer((head, number) -> switch ((int) (number % 10)) {
            case 1 -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
            case 3 -> null;
            case 5 -> "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nshort";
            case 7 -> "nonsense\r\n";
            case 9 -> TinyServer.OK + "more";
            default -> TinyServer.OK;
        })) {
            var result = OpenLoop.run(plan(server, 4, 500, 400));
            assertThat(result.intended()).isEqualTo(200);
            assertThat(server.requests()).isEqualTo(200);
            assertThat(result.errors()).isEqualTo(100);
            assertThat(result.answered()).isEqualTo(100);
            assertThat(result.latencyNanos().getTotalCount()).isEqualTo(200);
        }
    }

    @Test
    void serverThatClosesAfterEachAnswer_isNoError() throws Exception {
        var close = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
        try (var server = new TinyServer((head, number) -> close)) {
            var result = OpenLoop.run(plan(server, 4, 200, 500));
            assertThat(result.answered()).isEqualTo(100);
            assertThat(server.connections()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void noServer_isAnErrorThatNamesThePort() throws Exception {
        int port;
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        var plan = new OpenLoopPlan(new Target(port, "/", false), 1, 10, Duration.ofSeconds(1));
        assertThatThrownBy(() -> OpenLoop.run(plan))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void interrupt_endsTheRunAndLeavesNothing() throws Exception {
        var first = new CountDownLatch(1);
        try (var server = new TinyServer((head, number) -> {
            first.countDown();
            return TinyServer.OK;
        })) {
            var plan = plan(server, 16, 100, 60_000);
            var run = new FutureTask<>(() -> OpenLoop.run(plan));
            var thread = Thread.ofPlatform().start(run);
            first.await();
            thread.interrupt();
            thread.join();
            assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
            while (server.openConnections() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static OpenLoopPlan plan(TinyServer server, int connections, double rate, long millis) {
        return new OpenLoopPlan(server.target(), connections, rate, Duration.ofMillis(millis));
    }

    private static long millis(OpenLoopResult result, double percentile) {
        return TimeUnit.NANOSECONDS.toMillis(result.latencyNanos().getValueAtPercentile(percentile));
    }
}
