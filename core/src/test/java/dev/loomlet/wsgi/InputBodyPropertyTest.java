package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of every kind in random order, of a body in random pieces: no byte is lost, doubled or out of its place. */
class InputBodyPropertyTest {

    private static final int BODIES = 100;

    /* Reads that give nothing must not go on for ever. */
    private static final int MOST_READS = 200_000;

    private final List<String> reads = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000, 50_000})
    void reads_ofEveryKindInRandomOrder_giveWhatTheModelGives(long seed) throws IOException {
        var random = new Random(seed);
        for (int i = 0; i < BODIES; i++) {
            var bytes = randomBytes(random);
            int largestPiece = 1 << random.nextInt(15);
            var body = PiecewiseBody.of(bytes, () -> 1 + random.nextInt(largestPiece));
            var model = new Model(bytes);
            reads.clear();
            while (!model.atEnd()) {
                readBoth(body, model, random);
                assertThat(reads).hasSizeLessThan(MOST_READS);
            }
            assertThat(body.read()).as("after %s", reads).isEqualTo(-1);
            assertThat(body.given()).isEqualTo(bytes.length);
        }
    }

    private static byte[] randomBytes(Random random) {
        var bytes = new byte[random.nextInt(1 << random.nextInt(17))];
        random.nextBytes(bytes);
        int lineLength = 1 << random.nextInt(16);
        for (int i = 0; i < bytes.length; i++) {
            boolean ends = random.nextInt(lineLength) == 0;
            bytes[i] = ends ? (byte) '\n' : (byte) (bytes[i] == '\n' ? 'x' : bytes[i]);
        }
        return bytes;
    }

    private void readBoth(InputBody body, Model model, Random random) throws IOException {
        int size = random.nextInt(1 << random.nextInt(16)) - 1;
        /* Reading all that is left is rare, or most bodies would end with their first reads. */
        int some = size < 0 && random.nextInt(8) > 0 ? 1 : size;
        switch (random.nextInt(8)) {
            case 0 -> check("read()", new byte[] {(byte) body.read()}, model.read(1));
            case 1 -> check("read(" + some + ")", body.read(some), model.read(some));
            case 2 -> readIntoArray(body, model, Math.max(0, size));
            case 3 -> check("readline()", body.readline(), model.readline(-1));
            case 4 -> check("readline(" + size + ")", body.readline(size), model.readline(size));
            case 5 -> readSomeLines(body, model, Math.max(1, some));
            case 6 -> check("next()", body.iterator().next(), model.readline(-1));
            default -> assertThat(body.iterator().hasNext()).isTrue();
        }
    }

    private void readIntoArray(InputBody body, Model model, int length) throws IOException {
        var into = new byte[length + 2];
        int count = body.read(into, 1, length);
        assertThat(count).isBetween(Math.min(1, length), length);
        check("read(byte[" + length + "])", Arrays.copyOfRange(into, 1, 1 + count), model.read(count));
        assertThat(into[0]).isZero();
        assertThat(Arrays.copyOfRange(into, 1 + count, into.length)).containsOnly(0);
    }

    private void readSomeLines(InputBody body, Model model, int hint) throws IOException {
        int total = 0;
        for (var line : body.readlines(hint)) {
            assertThat(total).isLessThan(hint);
            check("a line of readlines(" + hint + ")", line, model.readline(-1));
            total += line.length;
        }
        assertThat(total >= hint || model.atEnd())
                .as("readlines(%s) went far enough", hint)
                .isTrue();
    }

    private void check(String read, byte[] actual, byte[] expected) {
        reads.add(read);
        assertThat(actual).as("%s", reads).isEqualTo(expected);
    }

    /** The whole body in memory and the place where the next read begins. */
    private static final class Model {
        private final byte[] bytes;
        private int next;

        Model(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean atEnd() {
            return next == bytes.length;
        }

        byte[] read(int size) {
            int end = size < 0 ? bytes.length : Math.min(bytes.length, next + size);
            var read = Arrays.copyOfRange(bytes, next, end);
            next = end;
            return read;
        }

        byte[] readline(int limit) {
            int end = next;
            while (end < bytes.length && (end == next || bytes[end - 1] != '\n')) {
                end++;
            }
            return read(limit < 0 ? end - next : Math.min(limit, end - next));
        }
    }
}
