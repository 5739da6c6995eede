package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MediaTypeTest {

    @Test
    void parameters_ofType_areFoundInAnyCase() {
        var type = MediaType.parse("Text/HTML; Charset=ISO-8859-1; x=\"Y z\"").orElseThrow();
        assertThat(type.type()).isEqualTo("text");
        assertThat(type.subtype()).isEqualTo("html");
        assertThat(type.is("text/HTML")).isTrue();
        assertThat(type.is("text/plain")).isFalse();
        assertThat(type.parameter("X")).contains("Y z");
        assertThat(type.parameter("y")).isEmpty();
        assertThat(type.charset()).contains(StandardCharsets.ISO_8859_1);
    }

    @Test
    void charset_unknownOrNoName_isNone() {
        assertThat(MediaType.parse("a/b; charset=klingon").orElseThrow().charset())
                .isEmpty();
        assertThat(MediaType.parse("a/b; charset=\"\\\"\"").orElseThrow().charset())
                .isEmpty();
        assertThat(MediaType.parse("a/b; charset=\"\"").orElseThrow().charset()).isEmpty();
        assertThat(MediaType.of("a", "b").charset()).isEmpty();
    }

    @Test
    void with_parameters_writesQuotesWhereNeeded() {
        assertThat(MediaType.of("text", "HTML")
                        .withCharset(StandardCharsets.UTF_8)
                        .withParameter("Q", "a\"b"))
                .hasToString("text/html; charset=utf-8; q=\"a\\\"b\"");
    }

    @Test
    void with_illegalParts_isRefused() {
        var type = MediaType.of("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaType.of("a/b", "c"))
                .withMessageContaining("type");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaType.of("a", ""))
                .withMessageContaining("subtype");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.withParameter("x y", ""))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.withParameter("x", "\r\n"))
                .withMessageContaining("x");
        assertThatIllegalArgumentException().isThrownBy(() -> type.withParameter("x", "\u760d"));
    }

    @Test
    void parameters_moreThanTheLimit_areMalformed() {
        var value = new StringBuilder("a/b");
        for (int i = 0; i < MediaType.MAX_PARAMETERS; i++) {
            value.append(";x").append(i).append("=1");
        }
        assertThat(MediaType.parse(value.toString())).isPresent();
        assertThat(MediaType.parse(value + ";y=1")).isEmpty();
    }
}
