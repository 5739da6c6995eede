package dev.loomlet.web;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The parsers of header values by the names of their vectors, and what holds for whatever they are given. */
final class HeaderReaders {

    /** What a value means; empty if it is refused. */
    static final Map<String, Function<String, Optional<String>>> READERS = Map.ofEntries(
            entry("http-date", value -> HttpDate.parse(value).map(Instant::toString)),
            entry("entity-tags", value -> EntityTags.parse(value).map(EntityTags::toString)),
            entry("ranges", value -> ByteRanges.parse(value).map(HeaderReaders::ofTenThousand)),
            entry("content-range", value -> ContentRange.parse(value).map(ContentRange::toString)),
            entry("if-range", value -> IfRange.parse(value).map(IfRange::toString)),
            entry("media-type", value -> MediaType.parse(value).map(MediaType::toString)),
            entry("query", value -> QueryString.parse(value).map(QueryString::format)),
            entry("cookies", value -> Optional.of(QueryString.format(Cookies.parse(value)))),
            entry("accept", value -> Accept.parse(value).map(Accept::toString)),
            entry("accept-encoding", value -> AcceptEncoding.parse(value).map(AcceptEncoding::toString)),
            entry("accept-language", value -> AcceptLanguage.parse(value).map(AcceptLanguage::toString)),
            entry(
                    "cache-control",
                    value -> Optional.of(CacheControl.parse(value).toString())),
            entry("authorization", value -> Authorization.parse(value).map(Authorization::headerValue)),
            entry("forwarded", value -> Forwarded.parse(value).map(elements -> String.join(", ", strings(elements)))),
            entry("forwarded-node", value -> ForwardedNode.parse(value).map(HeaderReaders::described)));

    /* Their meanings are other texts than values. */
    private static final Set<String> NOT_WRITTEN_ALIKE = Set.of("http-date", "ranges", "cookies", "forwarded-node");

    private HeaderReaders() {}

    /** Reads any value: nothing is thrown, and what it means is read as the same again. */
    static void check(String name, String value) {
        var meaning = READERS.get(name).apply(value);
        if (!NOT_WRITTEN_ALIKE.contains(name)) {
            meaning.ifPresent(text -> assertThat(READERS.get(name).apply(text)).contains(text));
        }
        switch (name) {
            case "http-date" ->
                HttpDate.parse(value)
                        .ifPresent(time -> assertThat(HttpDate.parse(HttpDate.format(time)))
                                .contains(time));
            case "cookies" -> Cookies.parse(value).forEach(HeaderReaders::checkCookie);
            case "ranges" -> ByteRanges.parse(value).ifPresent(HeaderReaders::checkRanges);
            case "forwarded-node" ->
                ForwardedNode.parse(value)
                        .ifPresent(node ->
                                assertThat(ForwardedNode.parse(node.toString())).contains(node));
            default -> {}
        }
    }

    private static void checkCookie(Params.Pair cookie) {
        if (cookie.name().length() + 4 * cookie.value().length() < 1000) {
            var sent = SetCookie.builder(cookie.name(), cookie.value())
                    .secure()
                    .build()
                    .toString();
            var pair = sent.substring(0, sent.length() - "; Path=/; Secure".length());
            assertThat(Cookies.parse(pair).pairs()).containsExactly(cookie);
        }
    }

    private static void checkRanges(ByteRanges ranges) {
        for (long length : new long[] {0, 1, 10_000, Long.MAX_VALUE}) {
            long sent = 0;
            for (var range : ranges.satisfy(length)) {
                assertThat(range.last()).isLessThan(length);
                sent = Math.addExact(sent, range.length());
            }
            assertThat(sent).isLessThanOrEqualTo(length);
        }
        assertThat(ByteRanges.parse(ranges.toString())).contains(ranges);
    }

    private static String ofTenThousand(ByteRanges ranges) {
        var sent = ranges.satisfy(10_000);
        return sent.isEmpty() ? "none" : String.join(", ", strings(sent));
    }

    private static String described(ForwardedNode node) {
        return node
                + node.address().map(address -> " " + address).orElse("")
                + node.port().map(port -> " " + port).orElse("");
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
