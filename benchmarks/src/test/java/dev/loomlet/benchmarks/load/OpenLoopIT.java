package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The open loop at the lengths and rates of a comparison. */
class OpenLoopIT {

    @Test
    @Timeout(60)
    void stallOf1SecondEvery10Seconds_isTheP99() throws Exception {
        Stalls.areShownByTheOpenLoopOnly(Duration.ofSeconds(10));
    }

    /** Prints what the generator itself uses, beside our server in the same process. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 6_000})
    @Timeout(30)
    void rate_onOurHello_isAnsweredWhole(int rate) throws Exception {
        Application hello = (environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
            return Body.of("Hello, World!\r\n");
        };
        var config = ServerConfig.builder().host("127.0.0.1").port(0).build();
        try (var server = Server.spawn(hello, config)) {
            var target = new Target(server.port(), "/", /* tls= */ false);
            var plan = new OpenLoopPlan(target, 64, rate, Duration.ofSeconds(3), Duration.ofSeconds(5));
            var result = OpenLoop.run(plan);
            assertThat(result.answered()).isEqualTo(5L * rate);
            assertThat(result.errors()).isZero();
            assertThat(result.generatorCpu())
                    .isPositive()
                    .isLessThan(plan.duration().multipliedBy(2));
            System.out.printf(
                    "%d/s, 64 connections: generator %.1f %% of a core, sends %d µs late (median; worst %d), latency p50 %d, p99 %d µs%n",
                    rate,
                    100.0 * result.generatorCpu().toNanos() / plan.duration().toNanos(),
                    micros(result.medianLateness().toNanos()),
                    micros(result.worstLateness().toNanos()),
                    micros(result.latencyNanos().getValueAtPercentile(50)),
                    micros(result.latencyNanos().getValueAtPercentile(99)));
        }
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
