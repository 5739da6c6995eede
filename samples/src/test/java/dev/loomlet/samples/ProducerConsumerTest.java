package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ProducerConsumerTest {

    private final ProducerConsumer sample = new ProducerConsumer();

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 5, 1", "1000, 1, 168", "1000, 4, 168", "10000, 50, 1229"})
    void count_anyNumberOfConsumers_looksAtEachItemOnce(String items, String consumers, int primes) throws Exception {
        sample.option("--items").orElseThrow().set(items);
        sample.option("--consumers").orElseThrow().set(consumers);

        assertThat(sample.count()).isEqualTo(primes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--items", "--consumers"})
    void option_notANumberFromOne_isRefused(String option) {
        for (var value : new String[] {"0", "-1", "x", "", "1000000"}) {
            assertThatThrownBy(() -> sample.option(option).orElseThrow().set(value))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith(option + " must be");
        }
    }

    @Test
    void option_unknown_isNone() {
        assertThat(sample.option("--urls")).isEmpty();
    }
}
