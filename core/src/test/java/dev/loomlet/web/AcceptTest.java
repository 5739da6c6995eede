package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients like, with the four Accept fields. */
class AcceptTest {

    private static final String TABLE =
            "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, " + "text/plain;format=fixed;q=0.4, */*;q=0.5";

    /* The table of RFC 9110 §12.5.1. */
    @ParameterizedTest
    @CsvSource({
        "text/plain;format=flowed,1",
        "text/plain,0.7",
        "text/html,0.3",
        "image/jpeg,0.5",
        "text/plain;format=fixed,0.4",
        "text/html;level=3,0.3",
        "TEXT/PLAIN;charset=utf-8,0.7"
    })
    void accept_mostSpecificRange_counts(String offer, double quality) {
        assertThat(Accept.parse(TABLE).orElseThrow().quality(offer)).isEqualTo(quality);
    }

    @Test
    void accept_offers_areRankedByQualityThenByOrder() {
        var accept = Accept.parse("text/html;q=0.5, application/json, text/*;q=0.5, image/*;q=0")
                .orElseThrow();
        assertThat(accept.acceptable(
                        List.of("text/plain", "image/png", "text/html", "application/json", "text/html", "a/b")))
                .containsExactly("application/json", "text/plain", "text/html");
        assertThat(accept.bestMatch("image/png", "text/html")).contains("text/html");
        assertThat(accept.bestMatch("image/png")).isEmpty();
        assertThat(accept.quality("image/png")).isZero();
    }

    @Test
    void accept_firstOfEqualRanges_counts() {
        assertThat(Accept.parse("a/b;q=0.1, a/b;q=0.9").orElseThrow().quality("a/b"))
                .isEqualTo(0.1);
        assertThat(AcceptCharset.parse("x;q=0.1, x;q=0.9").orElseThrow().quality("X"))
                .isEqualTo(0.1);
    }

    @Test
    void accept_emptyField_acceptsNothing() {
        assertThat(Accept.of(Optional.of("")).bestMatch("text/html")).isEmpty();
    }

    @Test
    void field_missingOrMalformed_acceptsEverything() {
        for (var field : List.of(Optional.<String>empty(), Optional.of("*; q=.2"))) {
            assertThat(Accept.of(field).acceptable(List.of("a/b", "c/d"))).containsExactly("a/b", "c/d");
            assertThat(AcceptCharset.of(field).bestMatch("b", "a")).contains("b");
            assertThat(AcceptEncoding.of(field).bestMatch("br", "identity")).contains("br");
            assertThat(AcceptLanguage.of(field).bestMatch("fr", "en")).contains("fr");
            assertThat(AcceptLanguage.of(field).quality("fr")).isOne();
        }
        assertThat(Accept.any()).hasToString("*/*");
        assertThat(AcceptEncoding.any()).hasToString("*");
        assertThat(AcceptCharset.any()).hasToString("*");
        assertThat(AcceptLanguage.any()).hasToString("*");
    }

    @Test
    void offer_thatIsNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accept.any().bestMatch("html"))
                .withMessageContaining("offer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptEncoding.any().quality(""))
                .withMessageContaining("offer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptCharset.any().quality("a b"));
    }

    @Test
    void field_ofTooManyElements_isMalformed() {
        assertThat(Accept.parse("a/b,".repeat(1_000))).isPresent();
        assertThat(Accept.parse("a/b,".repeat(1_001))).isEmpty();
    }

    /* The examples of RFC 9110 §12.5.3, and what they say of identity. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compress, gzip|gzip|1|1",
                "''|gzip|0|1",
                "*|gzip|1|1",
                "compress;q=0.5, gzip;q=1.0|compress|0.5|1",
                "gzip;q=1.0, identity; q=0.5, *;q=0|br|0|0.5",
                "*;q=0|gzip|0|0",
                "*;q=0, identity|gzip|0|1",
                "identity;q=0|gzip|0|0",
                "*;q=0.2|gzip|0.2|0.2"
            })
    void encoding_identity_isAcceptableUnlessRefused(String field, String coding, double quality, double identity) {
        var accept = AcceptEncoding.parse(field).orElseThrow();
        assertThat(accept.quality(coding)).isEqualTo(quality);
        assertThat(accept.quality("Identity")).isEqualTo(identity);
    }

    @Test
    void charset_starAndOthers_areWeighed() {
        var accept = AcceptCharset.parse("iso-8859-5, Unicode-1-1;q=0.8, *;q=0.1, latin1;q=0")
                .orElseThrow();
        assertThat(accept.acceptable(List.of("utf-8", "unicode-1-1", "latin1", "ISO-8859-5")))
                .containsExactly("ISO-8859-5", "unicode-1-1", "utf-8");
        assertThat(AcceptCharset.parse("a").orElseThrow().quality("b")).isZero();
        assertThat(AcceptCharset.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "da, en-gb;q=0.8, en;q=0.7|en-GB|0.8",
                "da, en-gb;q=0.8, en;q=0.7|en-US|0.7",
                "da, en-gb;q=0.8, en;q=0.7|dan|0",
                "de-CH|de|0",
                "de;q=0.5, *;q=0.1|fr|0.1",
                "de, de-CH;q=0|de-CH-1996|0",
                "de-CH, de;q=0.5|DE-ch|1",
                "*, en;q=0|en-GB|0",
                "de, de;q=0|de|1",
                "*;q=0.5, *;q=0|fr|0.5",
                "*;q=0, en|fr|0"
            })
    void language_prefixOrStar_isFiltered(String field, String tag, double quality) {
        assertThat(AcceptLanguage.parse(field).orElseThrow().quality(tag)).isEqualTo(quality);
    }

    @Test
    void language_acceptable_isInTheOrderOfTheRanges() {
        var accept = AcceptLanguage.parse("en;q=0.5, de;q=0.5, fr, *;q=0.1").orElseThrow();
        assertThat(accept.acceptable(List.of("it", "de-CH", "de", "en", "fr-FR", "es")))
                .containsExactly("fr-FR", "en", "de-CH", "de", "it", "es");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH, en;q=0.5|en de|de",
                "de, en;q=0.5|en de-DE|de-DE",
                "zh-Hant-CN-x-private|zh zh-Hant|zh-Hant",
                "zh-Hant|zh-Han|",
                "fr, *;q=0.5, en;q=0|en it|it",
                "de-CH, de;q=0|de en|",
                "fr, *;q=0|en|",
                "*|en it|en"
            })
    void language_bestMatch_looksUpEachRange(String field, String offers, String best) {
        assertThat(AcceptLanguage.parse(field).orElseThrow().bestMatch(offers.split(" ")))
                .isEqualTo(Optional.ofNullable(best));
    }

    @Test
    void language_longRangesAndManyOffers_areLookedUpAtOnce() {
        var range = IntStream.range(0, 100_000).mapToObj(i -> "a").collect(Collectors.joining("-"));
        var offers = IntStream.range(0, 100).mapToObj(i -> "a-".repeat(i) + "b").toArray(String[]::new);
        assertThat(AcceptLanguage.parse(range).orElseThrow().bestMatch(offers)).isEmpty();
    }
}
