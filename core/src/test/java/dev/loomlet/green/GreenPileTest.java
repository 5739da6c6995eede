package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class GreenPileTest {

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void results_areInTheOrderOfTheSpawns() throws Exception {
        var pile = new GreenPile<Integer>(4);
        for (int i = 0; i < 10; i++) {
            int number = i;
            pile.spawn(() -> {
                if (number == 0) {
                    gate.await();
                }
                return number;
            });
            if (number == 3) {
                gate.countDown();
            }
        }

        assertThat(pile).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void empty_hasNoResult() {
        var pile = new GreenPile<Integer>();
        assertThat(pile.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(pile::await);
    }

    @Test
    void sharedPool_eachPileHasItsOwnResults() throws Exception {
        var pool = new GreenPool(4);
        var small = new GreenPile<Integer>(pool);
        var large = new GreenPile<Integer>(pool);
        for (int i = 0; i < 10; i++) {
            int number = i;
            small.spawn(() -> number);
            large.spawn(() -> number * 1000);
        }

        assertThat(small).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(large).containsExactly(0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000);
    }

    @Test
    void spawn_outOfTime_leavesTheSequenceIntact() throws Exception {
        var pile = new GreenPile<Integer>(2);
        pile.spawn(() -> {
            gate.await();
            return 1;
        });
        pile.spawn(() -> {
            gate.await();
            return 2;
        });

        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (var _ = Timeout.after(Duration.ofMillis(5))) {
                pile.spawn(() -> 3);
            }
        });
        gate.countDown();
        pile.spawn(() -> 4);

        assertThat(pile).containsExactly(1, 2, 4);
    }

    @Test
    void workFails_isThrownAtItsPlaceAndTheRestComes() throws Exception {
        var failure = new IOException();
        var pile = new GreenPile<Integer>(2);
        pile.spawn(() -> 1);
        pile.spawn(() -> {
            throw failure;
        });
        pile.spawn(() -> 3);

        assertThat(pile.await()).isEqualTo(1);
        assertThatThrownBy(pile::await).isSameAs(failure);
        assertThat(pile.await()).isEqualTo(3);
        assertThat(pile.hasNext()).isFalse();
    }

    /** eventlet has taken the result off its queue by then, and it is lost. */
    @Test
    void await_outOfTime_losesNoResult() throws Exception {
        var pile = new GreenPile<Integer>(1);
        pile.spawn(() -> {
            gate.await();
            return 1;
        });

        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> Green.withTimeout(Duration.ofMillis(5), pile::await));
        gate.countDown();

        assertThat(pile.await()).isEqualTo(1);
    }

    @Test
    void await_whileOneIsAboutToBeSpawned_waitsForIt() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        var pile = new GreenPile<Integer>(pool);
        var spawner = Green.spawn(() -> pile.spawn(() -> 1));
        Until.holds(() -> pool.waiting() == 1);
        assertThat(pile.hasNext()).isTrue();
        var result = Green.spawn(() -> pile.await());

        gate.countDown();

        assertThat(result.await()).isEqualTo(1);
        spawner.await();
    }

    @Test
    void await_theSpawnThatItWaitsForIsKilled_endsWithNone() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        var pile = new GreenPile<Integer>(pool);
        var spawner = Green.spawn(() -> pile.spawn(() -> 1));
        Until.holds(() -> pool.waiting() == 1);
        var result = Green.spawn(() -> pile.await());

        spawner.kill();

        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(result::await);
        gate.countDown();
        pool.awaitAll();
    }
}
