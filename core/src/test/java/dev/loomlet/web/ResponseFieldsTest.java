package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFieldsTest {

    @Test
    void contentType_isReadAndSet() throws Exception {
        var response = Response.text("h\u00e9", StandardCharsets.ISO_8859_1);
        assertThat(response.charset()).contains(StandardCharsets.ISO_8859_1);
        assertThat(response.contentType().orElseThrow().is("text/plain")).isTrue();
        assertThat(response.bytes()).hasSize(2);
        assertThat(response.text()).isEqualTo("h\u00e9");
        assertThat(response.contentType("junk").contentType()).isEmpty();
        assertThat(response.contentType("junk").charset()).isEmpty();
    }

    @Test
    void cookies_areAddedOneBehindTheOther() {
        var response = Response.text("")
                .cookie("a", "1")
                .cookie(SetCookie.builder("b", "2").secure().build())
                .deleteCookie("c");
        var cookies = response.headers().all("Set-Cookie");
        assertThat(cookies).hasSize(3);
        assertThat(cookies.get(0)).startsWith("a=1;").contains("Path=/", "HttpOnly", "SameSite=Lax");
        assertThat(cookies.get(1)).startsWith("b=2").contains("Secure");
        assertThat(cookies.get(2)).startsWith("c=").contains("Path=/", "Max-Age=0");
    }

    @Test
    void lastModified_isInSeconds() {
        var response = Response.text("").lastModified(Instant.parse("2026-01-02T03:04:05.9Z"));
        assertThat(response.header("Last-Modified")).contains("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(response.lastModified()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void vary_isMerged() {
        assertThat(Response.text("").vary("Accept").vary("Cookie", "accept").header("Vary"))
                .contains("Accept, Cookie");
        assertThat(Response.text("")
                        .addHeader("Vary", "A , b")
                        .addHeader("Vary", "C")
                        .vary("B")
                        .headers()
                        .all("Vary"))
                .containsExactly("A, b, C");
        assertThat(Response.text("").vary("Accept", "*").header("Vary")).contains("*");
        assertThat(Response.text("").header("Vary", "*").vary("Accept").header("Vary"))
                .contains("*");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Response.text("").vary("a b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "report.pdf | attachment; filename=\"report.pdf\"",
                "na\u00efve plan.txt | attachment; filename=\"na_ve plan.txt\"; filename*=UTF-8''na%C3%AFve%20plan.txt",
                "\ud83d\ude80 | attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%9A%80",
                "a\"b%.txt | attachment; filename=\"a_b_.txt\"; filename*=UTF-8''a%22b%25.txt",
                "../../etc\\passwd | attachment; filename=\".._.._etc_passwd\"",
            })
    void attachment_isNamedForOldAndNewClients(String name, String field) {
        assertThat(Response.text("").attachment(name).header("Content-Disposition"))
                .contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\r\nb", "a\0", "a\u0085"})
    void attachment_ofNoName_isRefused(String name) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Response.text("").attachment(name))
                .withMessageContaining("filename");
        assertThat(Response.text("").inline("a").header("Content-Disposition")).contains("inline; filename=\"a\"");
    }
}
