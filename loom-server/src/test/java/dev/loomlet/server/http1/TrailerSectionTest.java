package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerSectionTest {

    /** Takes the bytes; how many there were when the section was over, -1 if it is not. */
    private static int length(String text) throws ProtocolException {
        var section = new TrailerSection();
        for (int i = 0; i < text.length(); i++) {
            if (section.accept((byte) text.charAt(i))) {
                return i + 1;
            }
        }
        return -1;
    }

    @Test
    void emptySection_isALineEnd() throws ProtocolException {
        assertThat(length("\r\n")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: b\r\n\r\n", "A:b\r\nC:\r\n\r\n", "A: \t\u00e9:\r\n\r\n", "!#$%&'*+-.^_`|~09: b\r\n\r\n",
                "A-name-of-more-than-thirty-two-letters: b\r\n\r\n", "A: \r\nA: \r\n\r\n", "Hosts: a\r\n\r\n",
                        "X-Host: a\r\n\r\n"
            })
    void legalSection_endsWithItsEmptyLine(String text) throws ProtocolException {
        assertThat(length(text)).isEqualTo(text.length());
        assertThat(length(text.substring(0, text.length() - 1))).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r\r",
                "\rX",
                "A\r\n",
                "A b: c",
                ": b",
                "A : b",
                " A: b",
                "\tA: b",
                "A: b\n",
                "A: b\rc",
                "A: b\r\r",
                "A: \0",
                "A: \u007f",
                "A: b\r\n c",
                "\u00e9: b",
                "A\n",
                "A: b\r\n\n"
            })
    void malformedSection_isRefused(String text) {
        assertThat(Heads.refusal(() -> length(text))).isEqualTo(Violation.BAD_TRAILER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Content-Length",
                "Transfer-Encoding",
                "Trailer",
                "TE",
                "Connection",
                "Upgrade",
                "Expect",
                "Authorization",
                "Proxy-Authorization",
                "Cookie"
            })
    void fieldThatChangesHowTheMessageIsRead_isRefused_inAnyCase_andBehindOthers(String name) {
        for (var spelling : new String[] {name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)}) {
            assertThat(Heads.refusal(() -> length(spelling + ":"))).isEqualTo(Violation.BAD_TRAILER);
            assertThat(Heads.refusal(() -> length("A: b\r\n" + spelling + ":"))).isEqualTo(Violation.BAD_TRAILER);
        }
    }
}
