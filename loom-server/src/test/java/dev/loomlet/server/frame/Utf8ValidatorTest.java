package dev.loomlet.server.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8ValidatorTest {

    /* Bytes near the edges of the grammar, so that random texts are legal now and then. */
    private static final int[] EDGES = {
        'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0,
        0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    @Test
    void randomBytes_inPieces_areJudgedAsTheJdkDoes() {
        var random = new Random(1);
        int legal = 0;
        for (int i = 0; i < 300_000; i++) {
            var bytes = new byte[random.nextInt(1, 8)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            int cut = random.nextInt(bytes.length + 1);
            var validator = new Utf8Validator();
            boolean accepted = validator.accept(bytes, 0, cut)
                    && validator.accept(bytes, cut, bytes.length)
                    && validator.isComplete();
            assertThat(accepted).as("%s", (Object) bytes).isEqualTo(isUtf8(bytes));
            legal += accepted ? 1 : 0;
        }
        assertThat(legal).isGreaterThan(1000);
    }

    @Test
    void longAscii_withOneOtherByte_isSeen() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                var bytes = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
                assertThat(new Utf8Validator().accept(bytes, 0, length)).isTrue();
                bytes[at] = (byte) 0xff;
                assertThat(new Utf8Validator().accept(bytes, 0, length)).isFalse();
            }
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
