package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {

    @ParameterizedTest
    @CsvSource({
        "2026,76,2076",
        "2026,77,1977",
        "2026,26,2026",
        "2026,00,2000",
        "1999,49,2049",
        "1999,50,1950",
        "2080,05,2105"
    })
    void parse_yearOfTwoDigits_isAtMostFiftyYearsAhead(int thisYear, String digits, int year) {
        var date = HttpDate.parse("Tuesday, 01-Jan-" + digits + " 00:00:00 GMT", thisYear);
        assertThat(date).contains(Instant.parse(year + "-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "1994-11-06T08:49:37Z,'Sun, 06 Nov 1994 08:49:37 GMT'",
        "1970-01-01T00:00:00Z,'Thu, 01 Jan 1970 00:00:00 GMT'",
        "2024-02-29T23:59:59.999Z,'Thu, 29 Feb 2024 23:59:59 GMT'",
        "0000-01-01T00:00:00Z,'Sat, 01 Jan 0000 00:00:00 GMT'",
        "9999-12-31T23:59:59Z,'Fri, 31 Dec 9999 23:59:59 GMT'"
    })
    void format_time_isImfFixdate(Instant time, String text) {
        assertThat(HttpDate.format(time)).isEqualTo(text);
    }

    @Test
    void format_whateverTheLocaleOfTheProgram_isTheSame() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(HttpDate.format(Instant.ofEpochSecond(784111777))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void format_yearOfOtherThanFourDigits_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpDate.format(Instant.MAX))
                .withMessageContaining("time");
        assertThatIllegalArgumentException().isThrownBy(() -> HttpDate.format(Instant.parse("-0001-12-31T23:59:59Z")));
    }
}
