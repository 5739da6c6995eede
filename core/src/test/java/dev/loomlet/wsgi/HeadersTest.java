package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static final Headers COOKIES =
            Headers.of("Set-Cookie", "a=1", "Content-Type", "text/plain", "set-cookie", "b=2");

    @Test
    void of_namesAndValues_keepsOrderAndCase() {
        assertThat(COOKIES.size()).isEqualTo(3);
        assertThat(COOKIES)
                .containsExactly(
                        new Headers.Field("Set-Cookie", "a=1"),
                        new Headers.Field("Content-Type", "text/plain"),
                        new Headers.Field("set-cookie", "b=2"));
        assertThat(COOKIES.get(2)).isEqualTo(new Headers.Field("set-cookie", "b=2"));
        assertThat(COOKIES.toString()).isEqualTo("[Set-Cookie: a=1, Content-Type: text/plain, set-cookie: b=2]");
    }

    @Test
    void of_nameWithoutValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("A", "1", "B"));
    }

    @Test
    void of_changedListAfterwards_staysAsItWas() {
        var fields = new ArrayList<>(List.of(new Headers.Field("A", "1")));
        var headers = Headers.of(fields);
        fields.add(new Headers.Field("B", "2"));
        assertThat(headers).isEqualTo(Headers.of("A", "1"));
    }

    @Test
    void get_beyondTheEnd_isRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> COOKIES.get(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> COOKIES.get(-1));
    }

    @Test
    void iterator_remove_isRefused() {
        var fields = COOKIES.iterator();
        fields.next();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(fields::remove);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Set-Cookie", "set-cookie", "SET-COOKIE", "sEt-cOOkIe"})
    void lookup_anyCase_findsTheField(String name) {
        assertThat(COOKIES.first(name)).contains("a=1");
        assertThat(COOKIES.all(name)).containsExactly("a=1", "b=2");
        assertThat(COOKIES.contains(name)).isTrue();
        assertThat(COOKIES.without(name)).isEqualTo(Headers.of("Content-Type", "text/plain"));
    }

    @Test
    void lookup_absentName_findsNothing() {
        assertThat(COOKIES.first("Set-Cookie2")).isEmpty();
        assertThat(COOKIES.all("Set-Cookie2")).isEmpty();
        assertThat(COOKIES.contains("Set-Cookie2")).isFalse();
        assertThat(COOKIES.without("Set-Cookie2")).isEqualTo(COOKIES);
        assertThat(Headers.empty().contains("")).isFalse();
    }

    @Test
    void with_presentName_addsBehindAllAndLeavesTheOriginal() {
        var longer = COOKIES.with("SET-COOKIE", "c=3");
        assertThat(longer.all("set-cookie")).containsExactly("a=1", "b=2", "c=3");
        assertThat(longer.get(3)).isEqualTo(new Headers.Field("SET-COOKIE", "c=3"));
        assertThat(COOKIES.size()).isEqualTo(3);
    }

    @Test
    void set_presentName_standsOnceAtThePlaceOfTheFirst() {
        assertThat(COOKIES.set("SET-COOKIE", "c=3"))
                .containsExactly(
                        new Headers.Field("SET-COOKIE", "c=3"), new Headers.Field("Content-Type", "text/plain"));
        assertThat(COOKIES.size()).isEqualTo(3);
    }

    @Test
    void set_absentName_standsAtTheEnd() {
        assertThat(Headers.of("A", "1").set("B", "2")).isEqualTo(Headers.of("A", "1", "B", "2"));
    }

    @Test
    void equals_sameFieldsOtherCaseOrOrder_isFalse() {
        var headers = Headers.of("A", "1", "B", "2");
        assertThat(headers).isEqualTo(Headers.of("A", "1", "B", "2")).hasSameHashCodeAs(Headers.of("A", "1", "B", "2"));
        assertThat(headers).isNotEqualTo(Headers.of("a", "1", "B", "2"));
        assertThat(headers).isNotEqualTo(Headers.of("B", "2", "A", "1"));
        assertThat(headers).isNotEqualTo(Headers.of("A", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "A ", " A", "A:", "A B", "A\r", "A\n", "A\0", "A(", "A/B", "A@", "A\"", "A\u007f", "\u00e4",
                "A\u0141", "\u760d"
            })
    void name_noToken_isRefusedEverywhere(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of(name, "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.empty().with(name, "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.empty().set(name, "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Headers.Field(name, "v"));
    }

    @Test
    void name_everyTokenCharacter_isTaken() {
        var token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        assertThat(Headers.of(token, "v").first(token)).contains("v");
    }

    static List<Character> illegalInAValue() {
        var controls = IntStream.concat(IntStream.range(0, 0x20).filter(c -> c != '\t'), IntStream.of(0x7f));
        /* Above Latin-1; the low byte of U+760D is a CR, of U+560A an LF. */
        var beyond = IntStream.of(0x100, 0x141, 0x760d, 0x560a, 0xd83d, 0xffff);
        return IntStream.concat(controls, beyond).mapToObj(c -> (char) c).toList();
    }

    @ParameterizedTest
    @MethodSource("illegalInAValue")
    void value_illegalCharacter_isRefusedAtAnyPlaceAndNeverRepeated(char illegal) {
        for (var value : List.of(illegal + "secret", "sec" + illegal + "ret", "secret" + illegal)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Headers.of("X-Token", value))
                    .withMessage(
                            "the value of header X-Token has an illegal character at index " + value.indexOf(illegal));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Headers.empty().with("X-Token", value));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Headers.empty().set("X-Token", value));
        }
    }

    @Test
    void value_everyOtherLatin1Character_isTaken() {
        var legal = new StringBuilder("\t");
        for (char c = ' '; c <= 0xff; c++) {
            if (c != 0x7f) {
                legal.append(c);
            }
        }
        assertThat(Headers.of("X-All", legal.toString()).first("X-All")).contains(legal.toString());
        assertThat(Headers.of("X-Empty", "").first("X-Empty")).contains("");
    }

    @Test
    void name_refused_isNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of("secret\r\n", "v"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
}
