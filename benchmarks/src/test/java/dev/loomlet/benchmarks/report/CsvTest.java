package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void fields_withWhatHasAMeaning_comeBack() {
        var records = List.of(
                List.of("plain", "a,b", "say \"hello\"", ""),
                List.of("two\nlines", "\"", ",", "µs"),
                List.of("", "", "", ""));

        var text = new StringBuilder();
        records.forEach(fields -> text.append(Csv.line(fields)));

        assertThat(Csv.parse(text.toString())).isEqualTo(records);
    }

    @Test
    void field_withCommaOrQuote_isQuoted() {
        assertThat(Csv.line(List.of("a,b", "c\"d", "e"))).isEqualTo("\"a,b\",\"c\"\"d\",e\n");
    }

    @Test
    void lines_thatEndWithCrLf_areRead() {
        assertThat(Csv.parse("a,b\r\n\"c\",d\r\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void lastLine_withoutEnd_isRead() {
        assertThat(Csv.parse("a,b\nc,d")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void quote_outOfPlace_namesTheLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.parse("a\nb\"c\n"))
                .withMessageStartingWith("line 2:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.parse("a\nb\n\"c\n"))
                .withMessageStartingWith("line 3:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.parse("\"a\nb\"\n\"c\"d\n"))
                .withMessageStartingWith("line 3:");
    }
}
