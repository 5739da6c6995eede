package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"200 OK", "404 Not Found", "299 ", "999 \u00dcber \t alles", "100 Continue", "200  two spaces"})
    void parse_codeSpaceReason_keepsBoth(String text) {
        var status = Status.parse(text);
        assertThat(status).isEqualTo(new Status(Integer.parseInt(text.substring(0, 3)), text.substring(4)));
        assertThat(status.toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "200",
                "200OK",
                "200\tOK",
                "20 OK",
                "2000 OK",
                " 200 OK",
                "2x0 OK",
                "-20 OK",
                "+20 OK",
                "099 Low",
                "000 Zero",
                "OK 200",
                "\u0662\u0660\u0660 OK",
                "200 O\rK",
                "200 OK\r\nX: y",
                "200 \0",
                "200 \u007f",
                "200 \u0141",
                "200 \u760d"
            })
    void parse_otherForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Status.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "404 Not Found", "505 HTTP Version Not Supported"})
    void parse_registered_isTheOneOfItsCode(String text) {
        assertThat(Status.parse(text)).isSameAs(Status.of(Integer.parseInt(text.substring(0, 3))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 ok", "200 OK ", "200 O", "200 ", "404 OK"})
    void parse_otherReason_isKept(String text) {
        assertThat(Status.parse(text).reason()).isEqualTo(text.substring(4));
    }

    @Test
    void parse_illegalReason_isNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Status.parse("200 secret\n"))
                .withMessage("the reason of status 200 has an illegal character at index 6");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void of_codeOutOfRange_isRefused(int code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Status.of(code))
                .withMessageContaining(String.valueOf(code));
    }

    @ParameterizedTest
    @CsvSource({
        "200,200 OK",
        "413,413 Content Too Large",
        "422,422 Unprocessable Content",
        "431,431 Request Header Fields Too Large"
    })
    void of_registeredCode_hasItsReason(int code, String text) {
        assertThat(Status.of(code).toString()).isEqualTo(text);
    }

    @Test
    void of_unregisteredCode_hasNoReasonButItsSpace() {
        assertThat(Status.of(299).toString()).isEqualTo("299 ");
        assertThat(Status.parse(Status.of(299).toString())).isEqualTo(Status.of(299));
    }

    @ParameterizedTest
    @CsvSource({"100,true", "103,true", "199,true", "200,false", "204,true", "205,false", "304,true", "404,false"})
    void isBodyless_ofCode_isTrueForInterim204And304(int code, boolean bodyless) {
        assertThat(Status.of(code).isBodyless()).isEqualTo(bodyless);
    }
}
