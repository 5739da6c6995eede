package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags and If-Range against the representation that there is. */
class ConditionsTest {

    /* The table of RFC 9110 §8.8.3.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "W/\"1\"|W/\"1\"|false|true",
                "W/\"1\"|W/\"2\"|false|false",
                "W/\"1\"|\"1\"|false|true",
                "\"1\"|\"1\"|true|true"
            })
    void entityTags_compared_asInTheTable(String one, String other, boolean strongly, boolean weakly) {
        var tag = EntityTag.parse(one).orElseThrow();
        var otherTag = EntityTag.parse(other).orElseThrow();
        assertThat(tag.matchesStrongly(otherTag)).isEqualTo(strongly);
        assertThat(otherTag.matchesStrongly(tag)).isEqualTo(strongly);
        assertThat(tag.matchesWeakly(otherTag)).isEqualTo(weakly);
        var list = EntityTags.of(EntityTag.of("x"), otherTag);
        assertThat(list.matchesStrongly(tag)).isEqualTo(strongly);
        assertThat(list.matchesWeakly(tag)).isEqualTo(weakly);
    }

    @Test
    void entityTags_any_matchesWeakOnesToo() {
        assertThat(EntityTags.any().matchesStrongly(EntityTag.weak("x"))).isTrue();
        assertThat(EntityTags.any().matchesWeakly(EntityTag.of("x"))).isTrue();
        assertThat(EntityTags.parse("*").orElseThrow().isAny()).isTrue();
        assertThat(EntityTags.of(EntityTag.of("x")).isAny()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"", " ", "a\r", "\0", "\u0141"})
    void entityTag_illegalValue_isRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityTag.of(value))
                .withMessageContaining("value");
    }

    @Test
    void entityTags_none_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(EntityTags::of).withMessageContaining("tags");
    }

    @Test
    void ifRange_tag_isComparedStrongly() {
        var strong = IfRange.parse("\"a\"").orElseThrow();
        assertThat(strong.matches(Optional.of(EntityTag.of("a")), Optional.empty()))
                .isTrue();
        assertThat(strong.matches(Optional.of(EntityTag.weak("a")), Optional.empty()))
                .isFalse();
        assertThat(strong.matches(Optional.empty(), Optional.of(Instant.EPOCH))).isFalse();
        var weak = IfRange.parse("W/\"a\"").orElseThrow();
        assertThat(weak.matches(Optional.of(EntityTag.weak("a")), Optional.empty()))
                .isFalse();
    }

    @Test
    void ifRange_date_isComparedForEquality() {
        var date = IfRange.parse("Sun, 06 Nov 1994 08:49:37 GMT").orElseThrow();
        var time = Instant.parse("1994-11-06T08:49:37.5Z");
        assertThat(date.matches(Optional.of(EntityTag.of("a")), Optional.of(time)))
                .isTrue();
        assertThat(date.matches(Optional.empty(), Optional.of(time.plusSeconds(1))))
                .isFalse();
        assertThat(date.matches(Optional.empty(), Optional.of(time.minusSeconds(1))))
                .isFalse();
        assertThat(date.matches(Optional.empty(), Optional.empty())).isFalse();
    }
}
