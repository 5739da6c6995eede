package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WordSearchTest {

    private static boolean isControl(int b) {
        return b < 0x20 || b == 0x7f;
    }

    /** Every byte value at every place, beside neighbours from which a borrow could come or go. */
    @Test
    void everyByte_atEveryPlace_stopsTheSearchIfItIsAControl() {
        for (int neighbour : new int[] {0x20, 0x21, 0x7e, 0x80, 0xff}) {
            for (int value = 0; value < 256; value++) {
                for (int place = 0; place < 16; place++) {
                    var bytes = new byte[16];
                    Arrays.fill(bytes, (byte) neighbour);
                    bytes[place] = (byte) value;
                    assertThat(WordSearch.skipToControl(bytes, 0, 16))
                            .as("%x at %d among %x", value, place, neighbour)
                            .isEqualTo(isControl(value) ? place : 16);
                }
            }
        }
    }

    @Test
    void ofTwoControls_theFirstIsFound() {
        for (int first = 0; first < 8; first++) {
            for (int second = first + 1; second < 8; second++) {
                var bytes = "abcdefgh".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                bytes[first] = '\r';
                bytes[second] = '\n';
                assertThat(WordSearch.skipToControl(bytes, 0, 8)).isEqualTo(first);
            }
        }
    }

    @Test
    void bytesOutsideOfTheRange_areNotLookedAt() {
        var bytes = new byte[24];
        Arrays.fill(bytes, (byte) 'a');
        bytes[3] = '\r';
        bytes[20] = '\r';
        assertThat(WordSearch.skipToControl(bytes, 4, 20)).isEqualTo(20);
        assertThat(WordSearch.skipToControl(bytes, 4, 18)).isEqualTo(12);
        assertThat(WordSearch.skipToControl(bytes, 21, 24)).isEqualTo(21);
    }
}
