package dev.loomlet.server.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTextTest {

    @Test
    void plainText_isItself() {
        assertThat(WireText.decodeToString("GET / HTTP/1.1 {*}".replace("}", "")))
                .isEqualTo("GET / HTTP/1.1 {*");
    }

    @Test
    void lineFeeds_areLeftOut() {
        assertThat(WireText.decodeToString("a\\r\\n\nb\n\nc")).isEqualTo("a\r\nbc");
    }

    @Test
    void escapes_areTheirBytes() {
        assertThat(WireText.decode("\\r\\n\\t\\0\\\\\\x7f\\xFF"))
                .containsExactly('\r', '\n', '\t', 0, '\\', 0x7f, 0xff);
    }

    @Test
    void repetition_repeats() {
        assertThat(WireText.decodeToString("<\\{3*ab}>\\{0*c}")).isEqualTo("<ababab>");
    }

    @Test
    void repetitionInARepetition_repeatsBoth() {
        assertThat(WireText.decodeToString("\\{2*a\\{3*b}\\r}")).isEqualTo("abbb\rabbb\r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\q", "\\x1", "\\{a}", "\\{3*a", "a}", "\r", "\u00e9", "\t", "a \nb", "\\{2*a \nb}"})
    void malformedText_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WireText.decode(text));
    }
}
