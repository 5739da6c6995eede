package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViolationTest {

    @ParameterizedTest
    @EnumSource
    void violation_hasAStatusARuleAndASentence(Violation violation) {
        assertThat(violation.status()).isIn(400, 408, 413, 414, 417, 431, 501, 505);
        assertThat(violation.section()).matches("RFC \\d{4} §\\d+(\\.\\d+)*");
        assertThat(violation.sentence()).matches("[A-Z][ -~]+\\.");
    }

    @Test
    void sentences_tellViolationsApart() {
        assertThat(Arrays.stream(Violation.values()).map(Violation::sentence)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void exception_saysWhatAndWhere_andHasNoTrace(Violation violation) {
        var exception = new ProtocolException(violation);
        assertThat(exception.violation()).isEqualTo(violation);
        assertThat(exception).hasMessage(violation.sentence() + " (" + violation.section() + ")");
        assertThat(exception.getStackTrace()).isEmpty();
    }
}
