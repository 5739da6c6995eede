package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputBodyTest {

    /* What readline reads at once. */
    private static final int BLOCK = 8192;

    private final InputBody lines = body("one\n\ntwo\r\nthree");

    private static InputBody body(String latin1) {
        return InputBody.of(latin1.getBytes(ISO_8859_1));
    }

    private static String text(byte[] latin1) {
        return new String(latin1, ISO_8859_1);
    }

    private static List<String> texts(Iterable<byte[]> blocks) {
        var texts = new ArrayList<String>();
        blocks.forEach(block -> texts.add(text(block)));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"0,''", "1,a", "5,abcde", "6,abcdef", "7,abcdef", "2147483647,abcdef", "-1,abcdef", "-2147483648,abcdef"
    })
    void read_size_givesThatManyOrAllForANegativeOne(int size, String expected) throws IOException {
        var body = body("abcdef");
        assertThat(text(body.read(size))).isEqualTo(expected);
        assertThat(text(body.read(-1))).isEqualTo("abcdef".substring(expected.length()));
        assertThat(body.read(-1)).isEmpty();
    }

    @Test
    void read_sizeAcrossPieces_waitsForAllOfIt() throws IOException {
        var body = PiecewiseBody.of("abcdef".getBytes(ISO_8859_1), () -> 1);
        assertThat(text(body.read(4))).isEqualTo("abcd");
        assertThat(body.given()).isEqualTo(4);
        assertThat(text(body.read(4))).isEqualTo("ef");
    }

    @Test
    void read_intoArray_returnsWhatIsThereAndTouchesNothingElse() throws IOException {
        var body = PiecewiseBody.of("abc".getBytes(ISO_8859_1), () -> 2);
        var into = new byte[5];
        assertThat(body.read(into, 1, 0)).isZero();
        assertThat(body.read(into, 1, 4)).isEqualTo(2);
        assertThat(into).containsExactly(0, 'a', 'b', 0, 0);
        assertThat(body.read(into, 4, 1)).isEqualTo(1);
        assertThat(into).containsExactly(0, 'a', 'b', 0, 'c');
        assertThat(body.read(into, 0, 5)).isEqualTo(-1);
        assertThat(body.read(into, 0, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,-1", "0,5", "4,1", "2147483647,1"})
    void read_rangeOutsideTheArray_isRefusedAndLosesNothing(int offset, int length) throws IOException {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> lines.read(new byte[4], offset, length));
        assertThat(text(lines.readline())).isEqualTo("one\n");
    }

    @Test
    void read_singleBytes_areUnsignedAndEndWithMinusOne() throws IOException {
        var body = body("\u00ff\0");
        assertThat(body.read()).isEqualTo(0xff);
        assertThat(body.read()).isZero();
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void readline_untilTheEnd_givesEachLineWithItsEndThenNothing() throws IOException {
        assertThat(text(lines.readline())).isEqualTo("one\n");
        assertThat(text(lines.readline())).isEqualTo("\n");
        assertThat(text(lines.readline())).isEqualTo("two\r\n");
        assertThat(text(lines.readline())).isEqualTo("three");
        assertThat(lines.readline()).isEmpty();
        assertThat(lines.readline()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,''",
        "1,o",
        "3,one",
        "4,'one\n'",
        "5,'one\n'",
        "2147483647,'one\n'",
        "-1,'one\n'",
        "-2147483648,'one\n'"
    })
    void readline_limit_endsAtItOrAtTheLineEnd(int limit, String expected) throws IOException {
        assertThat(text(lines.readline(limit))).isEqualTo(expected);
        assertThat(text(lines.read(-1))).isEqualTo("one\n\ntwo\r\nthree".substring(expected.length()));
    }

    @Test
    void readline_limitInTheMiddleOfALine_nextOneGivesTheRest() throws IOException {
        assertThat(text(lines.readline(2))).isEqualTo("on");
        assertThat(text(lines.readline(2))).isEqualTo("e\n");
        assertThat(text(lines.readline(2))).isEqualTo("\n");
        assertThat(text(lines.readline(4))).isEqualTo("two\r");
        assertThat(text(lines.readline(4))).isEqualTo("\n");
        assertThat(text(lines.readline(9))).isEqualTo("three");
        assertThat(lines.readline(9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, 3 * BLOCK + 7})
    void readline_lineAboutAsLongAsABlock_isWhole(int length) throws IOException {
        var line = "x".repeat(length) + "\n";
        var body = body(line + line + "rest");
        assertThat(text(body.readline())).isEqualTo(line);
        assertThat(text(body.readline(length))).isEqualTo("x".repeat(length));
        assertThat(text(body.readline())).isEqualTo("\n");
        assertThat(text(body.readline(length))).isEqualTo("rest");
    }

    @Test
    void readline_longLineInSingleBytes_takesTimeInProportion() throws IOException {
        var line = "x".repeat(1 << 20);
        var body = PiecewiseBody.of(line.getBytes(ISO_8859_1), () -> 1);
        assertThat(text(body.readline())).isEqualTo(line);
    }

    @Test
    void readlines_noHint_givesAllLines() throws IOException {
        assertThat(texts(lines.readlines())).containsExactly("one\n", "\n", "two\r\n", "three");
        assertThat(lines.readlines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-2147483648,4",
        "-1,4",
        "0,4",
        "1,1",
        "4,1",
        "5,2",
        "6,3",
        "10,3",
        "11,4",
        "15,4",
        "99,4",
        "2147483647,4"
    })
    void readlines_hint_stopsAtTheLineThatReachesIt(int hint, int count) throws IOException {
        var all = List.of("one\n", "\n", "two\r\n", "three");
        assertThat(texts(lines.readlines(hint))).isEqualTo(all.subList(0, count));
        assertThat(texts(lines.readlines())).isEqualTo(all.subList(count, all.size()));
    }

    @Test
    void iterator_untilTheEnd_givesEachLine() {
        assertThat(texts(lines)).containsExactly("one\n", "\n", "two\r\n", "three");
        var after = lines.iterator();
        assertThat(after.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(after::next);
    }

    @Test
    void iterator_nextWithoutHasNext_givesEachLine() {
        var iterator = lines.iterator();
        assertThat(text(iterator.next())).isEqualTo("one\n");
        assertThat(text(iterator.next())).isEqualTo("\n");
    }

    @Test
    void iterator_askedForMore_leavesTheLineToWhoReadsIt() throws IOException {
        var iterator = lines.iterator();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(text(lines.readline())).isEqualTo("one\n");
        assertThat(iterator.hasNext()).isTrue();
        assertThat(text(lines.read(3))).isEqualTo("\ntw");
        assertThat(text(iterator.next())).isEqualTo("o\r\n");
        assertThat(text(lines.iterator().next())).isEqualTo("three");
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    void reads_ofEveryKindInTurn_goOnWhereTheLastOneStopped() throws IOException {
        assertThat(text(lines.readline(1))).isEqualTo("o");
        assertThat(lines.read()).isEqualTo('n');
        assertThat(text(lines.read(3))).isEqualTo("e\n\n");
        var into = new byte[2];
        assertThat(lines.read(into)).isEqualTo(2);
        assertThat(text(into)).isEqualTo("tw");
        assertThat(text(lines.iterator().next())).isEqualTo("o\r\n");
        assertThat(lines.skip(2)).isEqualTo(2);
        assertThat(texts(lines.readlines())).containsExactly("ree");
    }

    @Test
    void readSize_afterReadline_takesWhatWasReadAheadAndWhatComes() throws IOException {
        var bytes = new byte[3 * BLOCK];
        Arrays.fill(bytes, (byte) 'x');
        bytes[9] = '\n';
        var body = InputBody.of(bytes);
        assertThat(body.readline()).hasSize(10);
        assertThat(body.read(2 * BLOCK)).isEqualTo(Arrays.copyOfRange(bytes, 10, 10 + 2 * BLOCK));
        assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10 + 2 * BLOCK, bytes.length));
    }

    @Test
    void bodyBrokenOff_everyReadThatNeedsMore_failsAndNeverEndsQuietly() throws IOException {
        var failure = new IOException("broken off");
        assertThatThrownBy(() -> broken(failure).read(4)).isSameAs(failure);
        assertThatThrownBy(() -> broken(failure).read(-1)).isSameAs(failure);
        assertThatThrownBy(() -> broken(failure).readline()).isSameAs(failure);
        assertThatThrownBy(() -> broken(failure).readline(4)).isSameAs(failure);
        assertThatThrownBy(() -> broken(failure).readlines()).isSameAs(failure);
        assertThatThrownBy(() -> texts(broken(failure)))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(failure);
    }

    @Test
    void bodyBrokenOff_readsThatNeedNoMore_succeed() throws IOException {
        var failure = new IOException("broken off");
        assertThat(text(broken(failure).read(3))).isEqualTo("abc");
        assertThat(text(broken(failure).readline(3))).isEqualTo("abc");
        assertThat(broken(failure).read(new byte[9])).isEqualTo(3);
        var body = broken(failure);
        assertThat(body.readline(1)).hasSize(1);
        assertThat(body.read()).isEqualTo('b');
        assertThat(body.read()).isEqualTo('c');
        assertThatThrownBy(body::read).isSameAs(failure);
        assertThatThrownBy(body::read).isSameAs(failure);
    }

    private static InputBody broken(IOException failure) {
        return PiecewiseBody.brokenOff("abc".getBytes(ISO_8859_1), failure);
    }

    @Test
    void close_anyNumberOfTimes_doesNothing() throws IOException {
        assertThat(text(lines.readline(2))).isEqualTo("on");
        lines.close();
        lines.close();
        assertThat(text(lines.readline())).isEqualTo("e\n");
    }

    @Test
    void emptyBody_everyRead_isAtTheEndAtOnce() throws IOException {
        var empty = InputBody.of(new byte[0]);
        assertThat(empty.read()).isEqualTo(-1);
        assertThat(empty.read(new byte[1])).isEqualTo(-1);
        assertThat(empty.read(-1)).isEmpty();
        assertThat(empty.read(5)).isEmpty();
        assertThat(empty.readline()).isEmpty();
        assertThat(empty.readlines()).isEmpty();
        assertThat(empty.iterator().hasNext()).isFalse();
    }

    @Test
    void continueOfABodyInMemory_isNeverSent() throws IOException {
        lines.continueHeaders(Headers.of("X-Name", "value"));
        assertThat(lines.sendContinue()).isFalse();
        assertThat(text(lines.readline())).isEqualTo("one\n");
    }
}
