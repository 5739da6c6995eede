package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubsTest {

    @Test
    void numberOfHubs_isThatOfTheProperty_orOfTheProcessors() {
        assertThat(Hubs.count("3")).isEqualTo(3);
        assertThat(Hubs.count(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "x", "2.5", "10000"})
    void numberOfHubs_thatIsNone_isRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hubs.count(value))
                .withMessage("the system property loomlet.hubs must be a number from 1 to 9999, not " + value);
    }
}
