package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    private static final List<String> KNOWN = List.of("apple", "pear", "plum");

    @Test
    void noNames_everything() {
        assertThat(select()).isEqualTo(KNOWN);
    }

    @Test
    void names_theirOrderAndRepetitionDoNotMatter() {
        assertThat(select("plum", "apple", "plum")).containsExactly("apple", "plum");
    }

    @Test
    void unknownName_isNamedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> select("apple", "cherry"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no fruit 'cherry'; there are: apple, pear, plum.");
    }

    private static List<String> select(String... given) {
        return Names.select("fruit", List.of(given), KNOWN, name -> name);
    }
}
