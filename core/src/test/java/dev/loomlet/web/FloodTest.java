package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Long values of what parsers stumble over. Work that grows with the square of their length would take seconds for each of them, and the
 * time limit is ten seconds for all of a field's.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // no parser waits, so it cannot be interrupted
class FloodTest {

    private static final int LENGTH = 1 << 17;

    private static final String[] PIECES = {
        " ",
        "\t",
        ",",
        ";",
        "=",
        "\"",
        "\\",
        "&",
        "%",
        "+",
        "-",
        "/",
        "*",
        "0",
        "a",
        "\u00e4",
        ", ",
        "; ",
        "\",",
        "\\\"",
        "a,",
        "a=",
        "a=b",
        "a=b&",
        "a;",
        "a=\"",
        "a=\",",
        "a=\\\",",
        "a=\"b\";",
        "a=\"b\",",
        "W/\"a\",",
        "W/\"",
        "\"a\" ",
        "0-,",
        "-1,",
        "0-",
        "a/b,",
        "a/b;q=0.5,",
        "*;q=0,",
        ";q=1",
        "a-",
        "for=\"[::1]\",",
        "[",
        "[::",
        "%41",
        "%f",
        "\\0",
        "\\10"
    };

    static Stream<String> names() {
        return HeaderReaders.READERS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void value_longAndHostile_isReadInLinearTime(String name) {
        for (var piece : PIECES) {
            var flood = piece.repeat(LENGTH / piece.length());
            for (var prefix : new String[] {"", prefix(name)}) {
                assertThatCode(() -> HeaderReaders.READERS.get(name).apply(prefix + flood))
                        .as("%s %s…", prefix, piece)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** What a parser takes before it is where the long part begins. */
    private static String prefix(String name) {
        return switch (name) {
            case "ranges" -> "bytes=";
            case "content-range" -> "bytes 0-";
            case "media-type" -> "a/b; c=\"";
            case "accept" -> "a/b; c=";
            case "authorization" -> "Digest a=";
            case "http-date" -> "Sun, ";
            case "forwarded-node" -> "[";
            default -> "a=\"";
        };
    }

    /** 2^17 names whose hash codes are equal, since those of "Aa" and "BB" are. */
    @Test
    void params_namesOfEqualHash_areReadAndFoundInLinearTime() {
        var names = IntStream.range(0, 1 << 17).mapToObj(FloodTest::sameHash).toList();
        assertThat(names.stream().mapToInt(String::hashCode).distinct().count()).isOne();
        var params = QueryString.parse(String.join("&", names), StandardCharsets.UTF_8, names.size())
                .orElseThrow();
        assertThat(params.names()).hasSize(names.size());
        for (var name : names) {
            assertThat(params.contains(name)).isTrue();
        }
    }

    private static String sameHash(int number) {
        var name = new StringBuilder();
        for (int bits = number; name.length() < 34; bits >>= 1) {
            name.append((bits & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    void query_asManyPairsAsOneLikes_isReadInLinearTime() {
        for (var piece : new String[] {"&", "=&", "a&", "a=%&", "%41=+&"}) {
            var flood = piece.repeat(LENGTH / piece.length());
            assertThat(QueryString.parse(flood, StandardCharsets.UTF_8, LENGTH)).isPresent();
        }
    }

    @Test
    void cookies_pastTheLimit_areIgnored() {
        var flood = IntStream.range(0, 10_000).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining("; "));
        assertThat(Cookies.parse(flood).size()).isEqualTo(Cookies.MAX_COOKIES);
    }
}
