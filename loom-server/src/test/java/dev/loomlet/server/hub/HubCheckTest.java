package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The check that looks at the hubs when all tests have run. */
class HubCheckTest {

    private static final Duration LONGEST = Duration.ofMillis(500);

    @Test
    void hubsThatRun_areWell() throws Exception {
        try (var hubs = new Hubs(2, Renicing.OFF)) {
            assertThatCode(() -> HubCheck.assertThatRun(hubs.all(), Duration.ofSeconds(5)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void hubWhoseThreadHasEnded_isDead() throws Exception {
        var hubs = new Hubs(2, Renicing.OFF);
        hubs.close();
        for (var hub : hubs.all()) {
            hub.holder().join(Duration.ofSeconds(5));
        }
        assertThatThrownBy(() -> HubCheck.assertThatRun(hubs.all(), LONGEST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("loomlet-hub-0 is held by", "; loomlet-hub-1 is held by", ", which has ended");
    }

    @Test
    void hubThatStandsStill_isDead() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var hubs = new Hubs(1, Renicing.OFF)) {
            hubs.next().post(() -> awaitUninterruptibly(goOn));
            assertThatThrownBy(() -> HubCheck.assertThatRun(hubs.all(), LONGEST))
                    .hasMessageStartingWith("loomlet-hub-0 has not run a task within PT0.5S; its thread is at [")
                    .hasMessageContaining("awaitUninterruptibly");
            goOn.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
