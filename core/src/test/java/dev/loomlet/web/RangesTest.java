package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What no vector says of Range and Content-Range. */
class RangesTest {

    @Test
    void ranges_moreThanTheLimit_areNone() {
        assertThat(ByteRanges.parse(many(ByteRanges.MAX_RANGES)).orElseThrow().specs())
                .hasSize(100);
        assertThat(ByteRanges.parse(many(ByteRanges.MAX_RANGES + 1))).isEmpty();
        assertThat(ByteRanges.parse(many(100_000))).isEmpty();
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "5-").collect(Collectors.joining(",", "bytes=", ""));
    }

    @Test
    void satisfy_anyRanges_sendsEachByteThatIsAskedForOnce() {
        var random = new Random(6);
        for (int round = 0; round < 2_000; round++) {
            int length = random.nextInt(40);
            var value = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(i -> range(random))
                    .collect(Collectors.joining(",", "bytes=", ""));
            var ranges = ByteRanges.parse(value).orElseThrow();
            var sent = new int[length];
            for (var range : ranges.satisfy(length)) {
                for (long i = range.first(); i <= range.last(); i++) {
                    sent[(int) i]++;
                }
            }
            assertThat(sent).as("%s of %s", value, length).isEqualTo(asked(ranges, length));
        }
    }

    private static String range(Random random) {
        int first = random.nextInt(45);
        return switch (random.nextInt(3)) {
            case 0 -> first + "-";
            case 1 -> "-" + first;
            default -> first + "-" + (first + random.nextInt(10));
        };
    }

    private static int[] asked(ByteRanges ranges, int length) {
        var asked = new int[length];
        for (var spec : ranges.specs()) {
            for (int i = 0; i < length; i++) {
                boolean inside = spec.first().isPresent()
                        ? i >= spec.first().getAsLong() && i <= spec.last().orElse(length)
                        : i >= length - spec.last().getAsLong();
                asked[i] |= inside ? 1 : 0;
            }
        }
        return asked;
    }

    @Test
    void satisfy_emptyRepresentation_hasNoRange() {
        assertThat(ByteRanges.parse("bytes=0-, -5").orElseThrow().satisfy(0)).isEmpty();
    }

    @Test
    void satisfy_greatestLength_doesNotOverflow() {
        var ranges = ByteRanges.parse("bytes=1-99999999999999999999, 0-0, -1").orElseThrow();
        assertThat(ranges.satisfy(Long.MAX_VALUE)).containsExactly(new ByteRange(0, Long.MAX_VALUE - 1));
    }

    @Test
    void ranges_written_areAsAskedFor() {
        assertThat(ByteRanges.parse("Bytes= 0-0 ,-5,7-").orElseThrow()).hasToString("bytes=0-0, -5, 7-");
    }

    @Test
    void values_thatAreNoRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ContentRange.of(new ByteRange(0, 10), 10));
        assertThatIllegalArgumentException().isThrownBy(() -> ContentRange.unsatisfied(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteRanges.parse("bytes=0-").orElseThrow().satisfy(-1));
    }
}
