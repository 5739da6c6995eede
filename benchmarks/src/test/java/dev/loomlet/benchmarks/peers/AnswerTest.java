package dev.loomlet.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void bodies_haveTheLengthsOfTheirNames() {
        assertThat(Answer.JSON.body()).hasSize(1024);
        assertThat(new String(Answer.JSON.body(), StandardCharsets.US_ASCII)).matches("\\{\"message\":\"x+\"}");
        assertThat(Answer.BYTES_64K.body()).hasSize(65_536);
        assertThat(Answer.BYTES_1M.body()).hasSize(1_048_576);
        assertThat(Answer.count(1_048_576).body())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("1048576");
    }
}
