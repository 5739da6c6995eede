package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Environ;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a backend is up, and which one a key belongs to. */
class BackendTest {

    private static final Duration REST = Duration.ofSeconds(10);
    private static final HealthCheck CHECK = HealthCheck.of("/").after(/* newRise= */ 2, /* newFall= */ 3);

    private static Backend backend(int maxFailures) {
        return backend(maxFailures, "http://127.0.0.1:1");
    }

    private static Backend backend(int maxFailures, String uri) {
        return new Backend(BackendUri.of(URI.create(uri)), maxFailures, REST);
    }

    @Test
    void failuresInARow_restIt_andTheNextOneAgain() {
        var backend = backend(2);
        backend.failed(0);
        backend.succeeded();
        backend.failed(0);
        assertThat(backend.isUp(0)).isTrue();
        backend.failed(0);
        assertThat(backend.isUp(REST.toNanos() - 1)).isFalse();
        assertThat(backend.restNanos(1)).isEqualTo(REST.toNanos() - 1);
        assertThat(backend.isUp(REST.toNanos())).isTrue();
        backend.failed(REST.toNanos());
        assertThat(backend.isUp(REST.toNanos())).isFalse();
        backend.succeeded();
        backend.failed(REST.toNanos());
        assertThat(backend.isUp(REST.toNanos())).isTrue();
    }

    @Test
    void failures_withoutALimit_neverRestIt() {
        var backend = backend(0);
        for (int i = 0; i < 100; i++) {
            backend.failed(0);
        }
        assertThat(backend.isUp(0)).isTrue();
    }

    @Test
    void checks_takeItOutAndBringItBack_whenEnoughInARowSaySo() {
        var backend = backend(0);
        for (boolean good : new boolean[] {false, false, true, false, false}) {
            backend.checked(good, CHECK);
            assertThat(backend.isUp(0)).isTrue();
        }
        for (boolean good : new boolean[] {false, true, false, true}) {
            backend.checked(good, CHECK);
            assertThat(backend.isUp(0)).isFalse();
        }
        backend.checked(true, CHECK);
        assertThat(backend.isUp(0)).isTrue();
    }

    @Test
    void checks_behindTheLastFailure_endARest() {
        var backend = backend(1);
        backend.checked(true, CHECK);
        backend.failed(0);
        backend.checked(true, CHECK);
        assertThat(backend.isUp(1)).isFalse();
        backend.checked(true, CHECK);
        assertThat(backend.isUp(1)).isTrue();
    }

    @Test
    void consistentHash_movesOnlyTheKeysOfTheOneThatIsGone() {
        var chooser = BalanceStrategy.consistentHash(Environ::remoteAddr).chooser();
        var backends = new ArrayList<Backend>();
        for (int i = 0; i < 5; i++) {
            backends.add(backend(0, "http://127.0.0.1:800" + i));
        }
        var homes = new ArrayList<Backend>();
        var counts = new HashMap<Backend, Integer>();
        for (int i = 0; i < 5000; i++) {
            homes.add(chooser.choose(backends, key(i)));
            counts.merge(homes.getLast(), 1, Integer::sum);
        }
        assertThat(counts.values()).as("keys of each").hasSize(5).allMatch(count -> count > 800 && count < 1200);
        var gone = backends.remove(2);
        var heirs = new HashMap<Backend, Integer>();
        for (int i = 0; i < 5000; i++) {
            var home = chooser.choose(List.copyOf(backends), key(i));
            if (homes.get(i) == gone) {
                heirs.merge(home, 1, Integer::sum);
            } else {
                assertThat(home).isSameAs(homes.get(i));
            }
        }
        assertThat(heirs.values()).as("its keys at the others").hasSize(4).allMatch(count -> count > 150);
    }

    private static Environ key(int number) {
        return Environ.of(Map.of(Environ.REMOTE_ADDR, Integer.toString(number)));
    }
}
