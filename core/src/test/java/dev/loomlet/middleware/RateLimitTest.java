package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.green.Race;
import dev.loomlet.wsgi.Application;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    /* Near where nanoTime wraps around. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);

    private RateLimit limit(int requests, Duration period) {
        return RateLimit.of(requests, period, now::get);
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    private static TestGateway ask(Application site, String address) throws Exception {
        return TestGateway.get("/").with("REMOTE_ADDR", address).send(site);
    }

    private static int codes(Application site, String address, int count) throws Exception {
        int allowed = 0;
        for (int i = 0; i < count; i++) {
            allowed += ask(site, address).code() == 200 ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void wrap_burst_isTaken_thenTokensComeBackEvenly() throws Exception {
        var site = limit(4, Duration.ofSeconds(2)).wrap(Apps.HELLO);
        assertThat(codes(site, "192.0.2.1", 6)).isEqualTo(4);
        pass(Duration.ofMillis(499));
        assertThat(codes(site, "192.0.2.1", 1)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(codes(site, "192.0.2.1", 2)).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(codes(site, "192.0.2.1", 3)).isEqualTo(2);
        pass(Duration.ofDays(1));
        assertThat(codes(site, "192.0.2.1", 9)).isEqualTo(4);
    }

    @Test
    void wrap_noToken_answers429_andSaysWhenThereIsOne() throws Exception {
        var site = limit(1, Duration.ofSeconds(10)).wrap(Apps.HELLO);
        ask(site, "192.0.2.1");
        var answer = ask(site, "192.0.2.1");
        assertThat(answer.status).isEqualTo("429 Too Many Requests");
        assertThat(answer.header("Retry-After")).isEqualTo("10");
        pass(Duration.ofMillis(8500));
        assertThat(ask(site, "192.0.2.1").header("Retry-After")).isEqualTo("2");
        pass(Duration.ofMillis(1499));
        assertThat(ask(site, "192.0.2.1").header("Retry-After")).isEqualTo("1");
        pass(Duration.ofMillis(1));
        assertThat(ask(site, "192.0.2.1").code()).isEqualTo(200);
    }

    @Test
    void wrap_burstOfItsOwn() throws Exception {
        var site = limit(60, Duration.ofMinutes(1)).burst(2).wrap(Apps.HELLO);
        assertThat(codes(site, "192.0.2.1", 5)).isEqualTo(2);
        pass(Duration.ofSeconds(1));
        assertThat(codes(site, "192.0.2.1", 5)).isEqualTo(1);
    }

    @Test
    void wrap_clients_haveBucketsOfTheirOwn_ofIpv6EachNetworkOf64Bits() throws Exception {
        var site = limit(1, Duration.ofSeconds(1)).wrap(Apps.HELLO);
        assertThat(codes(site, "192.0.2.1", 2)).isOne();
        assertThat(codes(site, "192.0.2.2", 2)).isOne();
        assertThat(codes(site, "::ffff:192.0.2.2", 1)).isZero();
        assertThat(codes(site, "2001:db8::1", 1)).isOne();
        assertThat(codes(site, "2001:db8::ffff", 1)).isZero();
        assertThat(codes(site, "2001:db8:0:1::1", 1)).isOne();
        assertThat(codes(site, "unix", 2)).isOne();
    }

    @Test
    void by_key_empty_isNotLimited() throws Exception {
        var site = limit(1, Duration.ofSeconds(1))
                .by(environ -> environ.header("X-Key"))
                .wrap(Apps.HELLO);
        assertThat(codes(site, "192.0.2.1", 5)).isEqualTo(5);
        assertThat(TestGateway.get("/").header("X-Key", "a").send(site).code()).isEqualTo(200);
        assertThat(TestGateway.get("/").header("X-Key", "a").send(site).code()).isEqualTo(429);
    }

    @Test
    void by_longKeys_areToldApart() throws Exception {
        var site = limit(1, Duration.ofSeconds(1))
                .by(environ -> environ.header("X-Key"))
                .wrap(Apps.HELLO);
        var prefix = "k".repeat(5000);
        assertThat(TestGateway.get("/").header("X-Key", prefix + "1").send(site).code())
                .isEqualTo(200);
        assertThat(TestGateway.get("/").header("X-Key", prefix + "2").send(site).code())
                .isEqualTo(200);
        assertThat(TestGateway.get("/").header("X-Key", prefix + "2").send(site).code())
                .isEqualTo(429);
        assertThat(ClientKeys.bounded(prefix)).hasSize(64);
    }

    @Test
    void maxKeys_bucketsThatAreTooMany_areDropped_theOldestFirst() throws Exception {
        var limit = limit(1, Duration.ofDays(1)).maxKeys(1);
        var site = limit.wrap(Apps.HELLO);
        ask(site, "192.0.2.1");
        ask(site, "192.0.2.2");
        assertThat(limit.keys()).isOne();
        assertThat(ask(site, "192.0.2.2").code()).isEqualTo(429);
        assertThat(ask(site, "192.0.2.1").code()).isEqualTo(200);
    }

    @Test
    void maxKeys_manyClients_keepsTheirNumber() throws Exception {
        var limit = limit(1, Duration.ofDays(1)).maxKeys(100);
        var site = limit.wrap(Apps.HELLO);
        for (int i = 0; i < 5000; i++) {
            ask(site, "10.0." + i / 250 + "." + i % 250);
        }
        assertThat(limit.keys()).isBetween(90, 100);
    }

    @Test
    void maxKeys_fullBuckets_areDroppedEarly() {
        var buckets = new Buckets(/* tokenNanos= */ 10, /* burst= */ 1, /* maxBuckets= */ 1_000_000);
        for (int i = 0; i < 10_000; i++) {
            buckets.take("k" + i, i);
        }
        assertThat(buckets.size()).isLessThan(1000);
    }

    @Test
    void of_illegalSettings_throw() {
        var limit = limit(1, Duration.ofSeconds(1));
        assertThatIllegalArgumentException().isThrownBy(() -> limit(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> limit(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> limit(10, Duration.ofNanos(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> limit(1, Duration.ofDays(40_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> limit.burst(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limit(1, Duration.ofDays(1)).burst(1_000_000));
        assertThatIllegalArgumentException().isThrownBy(() -> limit.maxKeys(0));
    }

    /** Two clients of one key: the bucket has one token, and one of them gets it. */
    private static final class Sharing implements Race.Round {
        private final AtomicInteger allowed = new AtomicInteger();
        private final Application site = RateLimit.of(1, Duration.ofDays(1))
                .by(environ -> Optional.of("all"))
                .wrap((environ, startResponse) -> {
                    allowed.incrementAndGet();
                    return Apps.HELLO.call(environ, startResponse);
                });

        @Override
        public void first() throws Exception {
            ask(site, "192.0.2.1");
        }

        @Override
        public void second() throws Exception {
            ask(site, "192.0.2.2");
        }

        @Override
        public void check() {
            assertThat(allowed).hasValue(1);
        }
    }

    @Test
    void wrap_twoThreadsAndOneToken_oneGetsIt() throws Exception {
        Race.run(Duration.ofSeconds(1), Sharing::new);
    }
}
