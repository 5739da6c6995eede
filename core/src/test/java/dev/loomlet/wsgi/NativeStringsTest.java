package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeStringsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\u00e9", "\u4f60\u597d", "\ud83d\ude80 and more", "\0\u007f\u0080\u00ff"})
    void encodeThenDecode_anyText_comesBack(String text) {
        var encoded = NativeStrings.encodeUtf8(text);
        assertThat(encoded.chars()).allMatch(c -> c <= 0xff);
        assertThat(NativeStrings.bytes(encoded)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(NativeStrings.decodeUtf8(encoded)).isEqualTo(text);
    }

    @Test
    void decodeUtf8_twoCharactersOfOneLetter_areTheLetter() {
        assertThat(NativeStrings.decodeUtf8("\u00c3\u00a9")).isEqualTo("\u00e9");
    }

    @Test
    void decodeUtf8_noUtf8_hasReplacements() {
        assertThat(NativeStrings.decodeUtf8("a\u00e9b")).isEqualTo("a\ufffdb");
    }

    @Test
    void bytes_everyLatin1Character_isThatByte() {
        var all = new StringBuilder();
        for (char c = 0; c <= 0xff; c++) {
            all.append(c);
        }
        var bytes = NativeStrings.bytes(all.toString());
        assertThat(bytes).hasSize(256);
        for (int i = 0; i < 256; i++) {
            assertThat(bytes[i] & 0xff).isEqualTo(i);
        }
    }

    @Test
    void bytes_characterAboveLatin1_isRefusedWithItsPlaceOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NativeStrings.bytes("ab\u0100"))
                .withMessage("nativeString has a character above U+00FF at index 2");
        assertThatIllegalArgumentException().isThrownBy(() -> NativeStrings.decodeUtf8("\u4f60"));
    }
}
