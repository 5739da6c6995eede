package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @Test
    void string_ofEachLatin1Character_isAsciiAndReadsBackTheSame() {
        var all = IntStream.rangeClosed(0, 0xff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        var json = Json.string(all);

        assertThat(json).matches("[ -~]*");
        assertThat(read(json)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "34, |\"\\\"\"|",
                "92, |\"\\\\\"|",
                "9, |\"\\t\"|",
                "10, |\"\\n\"|",
                "13, |\"\\r\"|",
                "0, |\"\\u0000\"|",
                "31, |\"\\u001f\"|",
                "127, |\"\\u007f\"|",
                "233, |\"\\u00e9\"|",
                "32, |\" \"|",
                "47, |\"/\"|",
                "126, |\"~\"|",
            })
    void string_ofOneCharacter_isEscapedAsRfc8259Says(int character, String json) {
        assertThat(Json.string(Character.toString(character))).isEqualTo(json);
    }

    @Test
    void string_ofEmptyText_isTwoQuotes() {
        assertThat(Json.string("")).isEqualTo("\"\"");
    }

    @Test
    void object_ofMembers_keepsTheirOrder() {
        assertThat(Json.object("b", "1", "a", Json.array("2", Json.array()))).isEqualTo("{\"b\":1,\"a\":[2,[]]}");
        assertThat(Json.object()).isEqualTo("{}");
    }

    /** A strict reader of a JSON string. */
    private static String read(String json) {
        var text = new StringBuilder();
        int end = json.length() - 1;
        assertThat(json.charAt(0)).isEqualTo('"');
        assertThat(json.charAt(end)).isEqualTo('"');
        for (int i = 1; i < end; i++) {
            char c = json.charAt(i);
            assertThat(c).isNotEqualTo('"');
            if (c == '\\') {
                c = json.charAt(++i);
                if (c == 'u') {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                    continue;
                }
                int escape = "\"\\/bfnrt".indexOf(c);
                assertThat(escape).as("escape \\%s", c).isNotNegative();
                c = "\"\\/\b\f\n\r\t".charAt(escape);
            }
            text.append(c);
        }
        return text.toString();
    }
}
