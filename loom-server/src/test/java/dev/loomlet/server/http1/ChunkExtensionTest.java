package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkExtensionTest {

    private static boolean mayEndAfter(String text) throws ProtocolException {
        var extension = new ChunkExtension();
        for (byte b : Heads.bytes(text)) {
            extension.accept(b);
        }
        return extension.mayEnd();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";a",
                ";a;b",
                ";a=b",
                ";a=b;c",
                " ;a",
                "\t ; a",
                ";a =b",
                ";a= b",
                ";a\t=\tb",
                ";a ;b",
                ";a=b ;c",
                ";a=\"\"",
                ";a=\"b c\"",
                ";a=\";\"",
                ";a=\"\\\"\"",
                ";a=\"\\\\\"",
                ";a=\"\u00e9\"",
                ";a=\"b\";c",
                ";a=\"b\" ;c",
                ";a = \"b\""
            })
    void legalExtension_mayEnd(String text) throws ProtocolException {
        assertThat(mayEndAfter(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                "; ",
                ";a=",
                ";a= ",
                ";a ",
                ";a=b ",
                ";a=\"",
                ";a=\"b",
                ";a=\"\\",
                ";a=\"\\\"",
                ";a=\"b\" ",
                ";a;"
            })
    void unfinishedExtension_mayNotEnd(String text) throws ProtocolException {
        assertThat(mayEndAfter(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "=",
                ";=",
                ";;",
                ";a b",
                ";a==",
                ";a=;",
                ";a=b c",
                ";a=b=",
                ";a=b\"",
                ";a=\"b\"c",
                ";a=\"b\"=",
                ";\"",
                ";a \"",
                ";a=\"\n",
                ";a=\"\0",
                ";a=\"\u007f",
                ";a=\"\\\n",
                ";a=\"\\\0",
                ";\u00e9",
                ";a\n",
                "\n",
                ";a=b\0",
                ";a=\"b\" c"
            })
    void illegalExtension_isRefused(String text) {
        assertThat(Heads.refusal(() -> mayEndAfter(text))).isEqualTo(Violation.BAD_CHUNK_EXTENSION);
    }

    @Test
    void reset_forgets() throws ProtocolException {
        var extension = new ChunkExtension();
        for (byte b : Heads.bytes(";a=\"b")) {
            extension.accept(b);
        }
        extension.reset();
        assertThat(extension.mayEnd()).isFalse();
        assertThat(Heads.refusal(() -> extension.accept((byte) 'a'))).isEqualTo(Violation.BAD_CHUNK_EXTENSION);
    }
}
