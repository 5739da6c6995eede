package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RotationTest {

    private static final List<String> SERVERS = List.of("a", "b", "c");

    @Test
    void rounds_beginWithOneServerAfterTheOther() {
        assertThat(Rotation.of(SERVERS, 1)).containsExactly("a", "b", "c");
        assertThat(Rotation.of(SERVERS, 2)).containsExactly("b", "c", "a");
        assertThat(Rotation.of(SERVERS, 3)).containsExactly("c", "a", "b");
    }

    @Test
    void moreRoundsThanServers_beginAgain() {
        assertThat(Rotation.of(SERVERS, 4)).isEqualTo(SERVERS);
    }

    @Test
    void noServers_noOrder() {
        assertThat(Rotation.of(List.of(), 2)).isEmpty();
    }
}
