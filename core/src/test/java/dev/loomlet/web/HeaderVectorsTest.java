package dev.loomlet.web;

import static java.util.Map.entry;
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

    /** What a value means, by the name of its file; empty if it is refused. A space stands for an empty text. */
    static final Map<String, Function<String, Optional<String>>> READERS = Map.ofEntries(
            entry("http-date", value -> HttpDate.parse(value).map(Instant::toString)),
            entry("entity-tags", value -> EntityTags.parse(value).map(EntityTags::toString)),
            entry("ranges", value -> ByteRanges.parse(value).map(HeaderVectorsTest::ofTenThousand)),
            entry("content-range", value -> ContentRange.parse(value).map(ContentRange::toString)),
            entry("if-range", value -> IfRange.parse(value).map(IfRange::toString)),
            entry("media-type", value -> MediaType.parse(value).map(MediaType::toString)),
            entry("query", value -> QueryString.parse(value).map(HeaderVectorsTest::written)),
            entry("cookies", value -> Optional.of(written(Cookies.parse(value)))),
            entry("accept", value -> Accept.parse(value).map(Accept::toString)),
            entry("accept-encoding", value -> AcceptEncoding.parse(value).map(AcceptEncoding::toString)),
            entry("accept-language", value -> AcceptLanguage.parse(value).map(AcceptLanguage::toString)),
            entry(
                    "cache-control",
                    value -> Optional.of(CacheControl.parse(value).toString())),
            entry("authorization", value -> Authorization.parse(value).map(Authorization::headerValue)),
            entry("forwarded", value -> Forwarded.parse(value).map(elements -> String.join(", ", strings(elements)))),
            entry("forwarded-node", value -> ForwardedNode.parse(value).map(HeaderVectorsTest::described)));

    private static String described(ForwardedNode node) {
        return node
                + node.address().map(address -> " " + address).orElse("")
                + node.port().map(port -> " " + port).orElse("");
    }

    private static String ofTenThousand(ByteRanges ranges) {
        var sent = ranges.satisfy(10_000);
        return sent.isEmpty() ? "none" : String.join(", ", strings(sent));
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    private static String written(Params params) {
        return QueryString.format(params);
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
                () -> assertThat(meaning(reader.getValue(), vector.value())).isEqualTo(vector.meaning()));
    }

    private static String meaning(Function<String, Optional<String>> reader, String value) {
        var meaning = reader.apply(value).orElse("-");
        return meaning.isEmpty() ? " " : meaning;
    }

    @TestFactory
    Stream<DynamicTest> value_writtenAndReadAgain_isTheSame() {
        return Stream.of(
                        "entity-tags",
                        "content-range",
                        "if-range",
                        "media-type",
                        "query",
                        "accept",
                        "accept-encoding",
                        "accept-language",
                        "cache-control",
                        "authorization",
                        "forwarded")
                .flatMap(name -> Vectors.of(name).stream()
                        .map(Vectors.Vector::meaning)
                        .filter(meaning -> !meaning.equals("-") && !meaning.isBlank())
                        .distinct()
                        .map(meaning -> DynamicTest.dynamicTest(
                                name + " " + meaning,
                                () -> assertThat(meaning(READERS.get(name), meaning))
                                        .isEqualTo(meaning))));
    }
}
