package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosedLoopTest {

    private static final Duration BRIEF = Duration.ofMillis(300);

    /** Both generators answer the same plans; wrk only where it is installed. */
    enum Generator {
        OWN {
            @Override
            ClosedLoopResult run(ClosedLoopPlan plan) throws Exception {
                return OwnClosedLoop.run(plan);
            }
        },
        WRK {
            @Override
            ClosedLoopResult run(ClosedLoopPlan plan) throws Exception {
                var wrk = Wrk.installed();
                assumeThat(wrk).as("wrk is installed").isPresent();
                return Wrk.run(wrk.orElseThrow(), plan);
            }
        };

        abstract ClosedLoopResult run(ClosedLoopPlan plan) throws Exception;

        /* wrk leaves at the end what is not answered, which the server has counted. */
        void counted(ClosedLoopResult result, TinyServer server, int mostUnanswered) {
            long counted = server.requests();
            assertThat(result.requests()).isBetween(counted - (this == OWN ? 0 : mostUnanswered), counted);
            assertThat(result.requests()).isPositive();
            assertThat(result.errors()).isZero();
            assertThat(result.seconds()).isPositive();
            assertThat(result.p99Micros()).isGreaterThanOrEqualTo(result.p50Micros());
        }
    }

    @ParameterizedTest
    @EnumSource
    void keptAlive_countsWhatTheServerCounted(Generator generator) throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            var result = generator.run(new ClosedLoopPlan(server.target(), 8, 1, false, 0, BRIEF));
            generator.counted(result, server, 8);
            assertThat(server.connections()).isBetween(8, 9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pipelined_countsWhatTheServerCounted(Generator generator) throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            var result = generator.run(new ClosedLoopPlan(server.target(), 4, 16, false, 0, BRIEF));
            generator.counted(result, server, 4 * 16);
            if (generator == Generator.OWN) {
                assertThat(server.requests() % 16).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionARequest_opensAsManyAsThereAreRequests(Generator generator) throws Exception {
        try (var server = new TinyServer((head, number) -> head.contains("Connection: close")
                ? TinyServer.OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                : null)) {
            var result = generator.run(new ClosedLoopPlan(server.target(), 4, 1, true, 0, BRIEF));
            generator.counted(result, server, 4);
            assertThat((long) server.connections()).isGreaterThanOrEqualTo(result.requests());
        }
    }

    @ParameterizedTest
    @EnumSource
    void upload_sendsTheWholeBody(Generator generator) throws Exception {
        int bytes = 1 << 20;
        try (var server = new TinyServer((head, number) -> head.startsWith("POST ") ? TinyServer.OK : null)) {
            var result = generator.run(new ClosedLoopPlan(server.target(), 2, 1, false, bytes, BRIEF));
            generator.counted(result, server, 2);
            assertThat(server.bodyBytes()).isEqualTo(server.requests() * bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void statusOf500_isAnErrorAndNoRequest(Generator generator) throws Exception {
        try (var server = new TinyServer(
                (head, number) -> number % 2 == 0 ? TinyServer.OK : "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")) {
            var result = generator.run(new ClosedLoopPlan(server.target(), 1, 1, false, 0, BRIEF));
            assertThat(result.errors()).isPositive();
            assertThat(result.requests()).isPositive();
            assertThat(result.errors() - result.requests()).isBetween(0L, 1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetConnection_isAnError(Generator generator) throws Exception {
        try (var server = new TinyServer((head, number) -> number % 10 == 0 ? null : TinyServer.OK)) {
            var result = generator.run(new ClosedLoopPlan(server.target(), 2, 1, false, 0, BRIEF));
            assertThat(result.errors()).isPositive();
            assertThat(result.requests()).isPositive();
            if (generator == Generator.OWN) {
                assertThat(result.requests() + result.errors()).isEqualTo(server.requests());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerAtAll_isAFailureWithItsReason(Generator generator) throws Exception {
        int port;
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        var plan = new ClosedLoopPlan(new Target(port, "/", false), 1, 1, false, 0, BRIEF);
        assertThatThrownBy(() -> generator.run(plan))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void own_answersThatBreakOffOrAreMalformed_areErrors() throws Exception {
        try (var server = new TinyServer((head, number) -> switch ((int) (number % 4)) {
            case 1 -> "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nshort";
            case 2 -> "nonsense\r\n";
            case 3 -> TinyServer.OK + "more";
            default -> TinyServer.OK;
        })) {
            var result = OwnClosedLoop.run(new ClosedLoopPlan(server.target(), 1, 1, false, 0, BRIEF));
            assertThat(result.errors()).isPositive();
            assertThat(result.requests()).isPositive();
        }
    }

    @Test
    void own_tls_saysThatItNeedsWrk() {
        var plan = new ClosedLoopPlan(new Target(1, "/", /* tls= */ true), 1, 1, false, 0, BRIEF);
        assertThatThrownBy(() -> OwnClosedLoop.run(plan))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("wrk");
    }

    @ParameterizedTest
    @EnumSource
    void interrupt_endsTheRunAndLeavesNothing(Generator generator) throws Exception {
        var first = new CountDownLatch(1);
        try (var server = new TinyServer((head, number) -> {
            first.countDown();
            return TinyServer.OK;
        })) {
            var plan = new ClosedLoopPlan(server.target(), 8, 1, false, 0, Duration.ofMinutes(1));
            var run = new FutureTask<>(() -> generator.run(plan));
            if (generator == Generator.WRK) {
                assumeThat(Wrk.installed()).isPresent();
            }
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

    @Test
    void outputOfWrk_thatIsNotUnderstood_isAnErrorWithTheText() {
        assertThatThrownBy(() -> WrkFigures.in("unable to connect\n", 1, plan(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unable to connect");
        assertThatThrownBy(() -> WrkFigures.in("Running 1s test\n", 0, plan(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Running 1s test");
    }

    private static ClosedLoopPlan plan(int pipelined) {
        return new ClosedLoopPlan(new Target(1, "/", /* tls= */ false), 2, pipelined, false, 0, BRIEF);
    }

    @Test
    void threadsOfWrk_countTogether_andAreNamed() throws Exception {
        assumeThat(Wrk.installed()).isPresent();
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            var plan = new ClosedLoopPlan(server.target(), 8, 16, false, 0, 0, /* webSocket= */ false, BRIEF, 2);
            var result = Generator.WRK.run(plan);
            Generator.WRK.counted(result, server, 8 * 16);
            assertThat(result.generator()).isEqualTo("wrk with 2 threads");
        }
    }

    @Test
    void moreThreadsThanConnections_areRefused() {
        var target = new Target(1, "/", /* tls= */ false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClosedLoopPlan(target, 2, 1, false, 0, 0, /* webSocket= */ false, BRIEF, 3))
                .withMessageContaining("threads");
    }

    @Test
    void outputOfWrk_hasEveryKindOfError() throws Exception {
        var output = "Running\nfigures 100 2500000 1 2 4 8 16 120 990\n";
        assertThat(WrkFigures.in(output, 0, plan(1))).isEqualTo(new ClosedLoopResult(92, 31, 2.5, 120, 990, "wrk"));
        assertThat(WrkFigures.in(output, 0, plan(16))).isEqualTo(new ClosedLoopResult(92, 31, 2.5, -1, -1, "wrk"));
    }
}
