package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every value of the vectors means what its file says. */
class HeaderVectorsTest {

    static final Map<String, Function<String, Optional<String>>> READERS = Map.of(
            "http-date", value -> HttpDate.parse(value).map(Instant::toString),
            "entity-tags", value -> EntityTags.parse(value).map(EntityTags::toString),
            "ranges", value -> ByteRanges.parse(value).map(HeaderVectorsTest::ofTenThousand),
            "content-range", value -> ContentRange.parse(value).map(ContentRange::toString),
            "if-range", value -> IfRange.parse(value).map(IfRange::toString),
            "media-type", value -> MediaType.parse(value).map(MediaType::toString),
            "query", value -> QueryString.parse(value).map(HeaderVectorsTest::written),
            "cookies", value -> Optional.of(written(Cookies.parse(value))));

    private static String ofTenThousand(ByteRanges ranges) {
        var sent = ranges.satisfy(10_000);
        return sent.isEmpty() ? "none" : String.join(", ", strings(sent));
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** The pairs urlencoded; a space for none, so that a vector can say so. */
    private static String written(Params params) {
        return params.isEmpty() ? " " : QueryString.format(params);
    }

    @TestFactory
    Stream<DynamicContainer> value_ofVector_meansWhatTheFileSays() {
        return READERS.entrySet().stream()
                .map(reader -> DynamicContainer.dynamicContainer(
                        reader.getKey(), Vectors.of(reader.getKey()).stream().map(vector -> test(reader, vector))));
    }

    private static DynamicTest test(
            Map.Entry<String, Function<String, Optional<String>>> reader, Vectors.Vector vector) {
        return DynamicTest.dynamicTest(
                vector.value() + " => " + vector.meaning(),
                () -> assertThat(reader.getValue().apply(vector.value()).orElse("-"))
                        .isEqualTo(vector.meaning()));
    }

    @TestFactory
    Stream<DynamicTest> value_writtenAndReadAgain_isTheSame() {
        return Stream.of("entity-tags", "content-range", "if-range", "media-type", "query")
                .flatMap(name -> Vectors.of(name).stream()
                        .map(Vectors.Vector::meaning)
                        .filter(meaning -> !meaning.equals("-"))
                        .distinct()
                        .map(meaning -> DynamicTest.dynamicTest(
                                name + " " + meaning,
                                () -> assertThat(READERS.get(name).apply(meaning.strip()))
                                        .contains(meaning))));
    }
}
