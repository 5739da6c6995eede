package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.HttpVersion.HTTP_1_0;
import static dev.loomlet.server.http1.HttpVersion.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {

    @Test
    void noExpect_expectsNothing() throws ProtocolException {
        assertThat(Expectation.isContinue(Heads.get(HTTP_1_1, "X-Expect: 100-continue", "Except: x")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-CONTINUE", "\t100-Continue "})
    void continueExpected_isContinue(String value) throws ProtocolException {
        assertThat(Expectation.isContinue(Heads.get(HTTP_1_1, "Expect:" + value)))
                .isTrue();
        assertThat(Expectation.isContinue(Heads.get(HTTP_1_1, "Expect:" + value, "X: y", "eXpect:" + value)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "100", "100-continue, x", "100-continue;a", "100-continues", "00-continue"})
    void anythingElseExpected_isRefused_alsoInASecondField(String value) {
        assertThat(Heads.refusal(() -> Expectation.isContinue(Heads.get(HTTP_1_1, "Expect: " + value))))
                .isEqualTo(Violation.UNSUPPORTED_EXPECTATION);
        assertThat(Heads.refusal(
                        () -> Expectation.isContinue(Heads.get(HTTP_1_1, "Expect: 100-continue", "Expect: " + value))))
                .isEqualTo(Violation.UNSUPPORTED_EXPECTATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "x", ""})
    void expectInHttp10_isIgnored(String value) throws ProtocolException {
        assertThat(Expectation.isContinue(Heads.get(HTTP_1_0, "Expect: " + value)))
                .isFalse();
    }
}
