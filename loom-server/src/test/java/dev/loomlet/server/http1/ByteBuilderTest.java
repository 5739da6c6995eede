package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteBuilderTest {

    private static String text(ByteBuilder builder) {
        return new String(builder.array(), 0, builder.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatIsAdded_standsInOrder() {
        var builder = new ByteBuilder(4);
        builder.add("a\u00ff")
                .add('b')
                .addLineEnd()
                .add(Heads.bytes("cd"))
                .add(Heads.bytes("xefx"), 1, 2)
                .add("");
        assertThat(text(builder)).isEqualTo("a\u00ffb\r\ncdef");
        assertThat(builder.length()).isEqualTo(9);
    }

    @Test
    void builder_growsFromNothing() {
        var builder = new ByteBuilder(0);
        var expected = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            builder.addDecimal(i).add(',');
            expected.append(i).append(',');
        }
        assertThat(text(builder)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 15, 16, 99, 100, 255, 256, Integer.MAX_VALUE, Long.MAX_VALUE})
    void numbers_areInTheirDigits(long number) {
        assertThat(text(new ByteBuilder(1).addDecimal(number))).isEqualTo(Long.toString(number));
        assertThat(text(new ByteBuilder(1).addHex(number))).isEqualTo(Long.toHexString(number));
    }

    @Test
    void clear_keepsTheArray_unlessItGrewAboveTheCapacity() {
        var builder = new ByteBuilder(8);
        builder.add("12345678");
        var array = builder.array();
        builder.clear(8);
        assertThat(builder.array()).isSameAs(array);
        assertThat(builder.length()).isZero();
        builder.add("123456789");
        builder.clear(8);
        assertThat(builder.array()).hasSize(8);
        assertThat(builder.length()).isZero();
    }
}
