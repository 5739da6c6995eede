package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                /* The first is RFC 9110's own. */
                "784111777 | Sun, 06 Nov 1994 08:49:37 GMT",
                "0 | Thu, 01 Jan 1970 00:00:00 GMT",
                "951782400 | Tue, 29 Feb 2000 00:00:00 GMT",
                "1735689599 | Tue, 31 Dec 2024 23:59:59 GMT",
                "4102444800 | Fri, 01 Jan 2100 00:00:00 GMT"
            })
    void second_isAnImfFixdate(long epochSecond, String date) {
        assertThat(HttpDate.format(epochSecond)).isEqualTo(date);
    }

    @Test
    void localeOfTheProgram_changesNothing() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(HttpDate.format(784111777)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        } finally {
            Locale.setDefault(before);
        }
    }
}
