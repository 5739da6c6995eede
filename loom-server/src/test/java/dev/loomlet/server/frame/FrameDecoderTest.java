package dev.loomlet.server.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames whole, byte by byte, and split everywhere. */
class FrameDecoderTest {

    private static final class Log implements FrameReceiver {

        private final List<String> events = new ArrayList<>();
        private final int most;

        Log(int most) {
            this.most = most;
        }

        @Override
        public boolean isFull() {
            return events.size() >= most;
        }

        @Override
        public void message(byte[] payload, boolean text, boolean compressed) {
            events.add((compressed ? "compressed " : "") + (text ? "text " : "binary ") + latin1(payload));
        }

        @Override
        public void pinged(byte[] payload) {
            events.add("ping " + latin1(payload));
        }

        @Override
        public void ponged(byte[] payload) {
            events.add("pong " + latin1(payload));
        }

        @Override
        public void closed(int code, String reason) {
            events.add("close " + code + " " + reason);
        }

        private static String latin1(byte[] payload) {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    private static final byte[] SEQUENCE = sequence();

    private static final List<String> EVENTS = List.of(
            "text abc",
            "ping p",
            "binary one two three",
            "compressed binary zz",
            "pong ",
            "binary " + "y".repeat(200),
            "text \u00e2\u0082\u00ac",
            "close 1000 bye");

    private static byte[] sequence() {
        var all = ByteBuffer.allocate(600);
        add(all, 0x81, "abc");
        add(all, 0x02, "one ");
        add(all, 0x89, "p");
        add(all, 0x00, "");
        add(all, 0x00, "two ");
        add(all, 0x80, "three");
        add(all, 0xc2, "zz");
        add(all, 0x8a, "");
        add(all, 0x82, "y".repeat(200));
        add(all, 0x01, "\u00e2");
        add(all, 0x80, "\u0082\u00ac");
        add(all, 0x88, "\u0003\u00e8bye");
        add(all, 0x81, "behind the end");
        return Arrays.copyOf(all.array(), all.position());
    }

    private static void add(ByteBuffer all, int first, String payload) {
        all.put((byte) first);
        if (payload.length() < 126) {
            all.put((byte) (0x80 | payload.length()));
        } else {
            all.put((byte) 0xfe).putShort((short) payload.length());
        }
        byte[] key = {1, 2, (byte) 0xfd, 4};
        all.put(key);
        for (int i = 0; i < payload.length(); i++) {
            all.put((byte) (payload.charAt(i) ^ key[i & 3]));
        }
    }

    @Test
    void sequence_splitAnywhere_isTheSame() throws Exception {
        for (int cut = 0; cut <= SEQUENCE.length; cut++) {
            var log = new Log(Integer.MAX_VALUE);
            var decoder = new FrameDecoder(1000, /* mayBeCompressed= */ true);
            assertThat(decoder.decode(SEQUENCE, 0, cut, log)).isEqualTo(cut);
            assertThat(decoder.decode(SEQUENCE, cut, SEQUENCE.length, log)).isEqualTo(SEQUENCE.length);
            assertThat(log.events).containsExactlyElementsOf(EVENTS);
        }
    }

    @Test
    void sequence_byteByByte_isTheSame() throws Exception {
        var log = new Log(Integer.MAX_VALUE);
        var decoder = new FrameDecoder(1000, /* mayBeCompressed= */ true);
        for (int i = 0; i < SEQUENCE.length; i++) {
            decoder.decode(SEQUENCE, i, i + 1, log);
        }
        assertThat(log.events).containsExactlyElementsOf(EVENTS);
    }

    @Test
    void receiver_thatIsFull_isGivenNothingMore_andNothingIsLost() throws Exception {
        var decoder = new FrameDecoder(1000, /* mayBeCompressed= */ true);
        var events = new ArrayList<String>();
        int at = 0;
        while (at < SEQUENCE.length) {
            var log = new Log(1);
            at = decoder.decode(SEQUENCE, at, SEQUENCE.length, log);
            assertThat(log.events).hasSizeLessThanOrEqualTo(1);
            events.addAll(log.events);
        }
        assertThat(events).containsExactlyElementsOf(EVENTS);
    }

    /** Only FrameException, whatever comes, and never more payload than there may be. */
    @Test
    void mutatedSequences_areReadOrRefused() {
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            var bytes = SEQUENCE.clone();
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var log = new Log(Integer.MAX_VALUE);
            try {
                new FrameDecoder(1000, random.nextBoolean()).decode(bytes, 0, bytes.length, log);
            } catch (FrameException e) {
                refused++;
                assertThat(e.code()).isIn(CloseCode.PROTOCOL_ERROR, CloseCode.INVALID_DATA, CloseCode.TOO_BIG);
            }
        }
        assertThat(refused).isBetween(10_000, 49_999);
    }
}
