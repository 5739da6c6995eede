package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.Heads.refusal;
import static dev.loomlet.server.http1.Heads.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.RequestTarget.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                /* method, target, form, authority, path as sent, path, query */
                "GET, /, ORIGIN, '', /, /, ''",
                "GET, /a/b, ORIGIN, '', /a/b, /a/b, ''",
                "GET, /a?b=c?d, ORIGIN, '', /a, /a, b=c?d",
                "GET, /?, ORIGIN, '', /, /, ''",
                "GET, /%41%2f%e4?%41, ORIGIN, '', /%41%2f%e4, /A/\u00e4, %41",
                "GET, //a/b, ORIGIN, '', //a/b, //a/b, ''",
                "OPTIONS, /x, ORIGIN, '', /x, /x, ''",
                "GET, http://a/b?c, ABSOLUTE, a, /b, /b, c",
                "GET, HTTPS://a:1/, ABSOLUTE, a:1, /, /, ''",
                "GET, http://a, ABSOLUTE, a, /, /, ''",
                "GET, http://a?b, ABSOLUTE, a, /, /, b",
                "GET, http://[::1]:80/%42, ABSOLUTE, [::1]:80, /%42, /B, ''",
                "OPTIONS, http://a, ABSOLUTE, a, /, /, ''",
                "CONNECT, a:443, AUTHORITY, a:443, '', '', ''",
                "CONNECT, *:443, AUTHORITY, *:443, '', '', ''",
                "CONNECT, [::1]:443, AUTHORITY, [::1]:443, '', '', ''",
                "OPTIONS, *, ASTERISK, '', '', '', ''"
            })
    void target_hasItsParts(
            String method, String text, Form form, String authority, String rawPath, String path, String query)
            throws ProtocolException {
        var target = target(method, text);
        assertThat(target.form()).isEqualTo(form);
        assertThat(target.raw()).isEqualTo(text);
        assertThat(target.authority()).isEqualTo(authority);
        assertThat(target.rawPath()).isEqualTo(rawPath);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.query()).isEqualTo(query);
    }

    @Test
    void everyEscape_isItsByte_inEitherCase() throws ProtocolException {
        for (int b = 0; b < 256; b++) {
            var expected = "/" + (char) b;
            assertThat(target("GET", "/%%%02x".formatted(b)).path()).isEqualTo(expected);
            assertThat(target("GET", "/%%%02X".formatted(b)).path()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%4g", "/%g4", "/%%41", "/%:1", "/%4@", "/%/1", "/%4`", "/%4G", "/a%4?b"})
    void malformedEscapeInAPath_isRefused(String text) {
        assertThat(refusal(() -> target("GET", text))).isEqualTo(Violation.BAD_TARGET);
        assertThat(refusal(() -> target("GET", "http://a" + text))).isEqualTo(Violation.BAD_TARGET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a",
                "a:1",
                "?",
                "http:",
                "http:/",
                "http:abc",
                "http:/bc",
                "http:a/c",
                "http://",
                "http:///",
                "http://:1/",
                "http://?",
                "https//a/"
            })
    void targetOfNoForm_isRefused(String text) {
        assertThat(refusal(() -> target("GET", text))).isEqualTo(Violation.BAD_TARGET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "*", "a", "a:", ":1", "[::1]", "[::1]:", "a:1:2", "a:x", "http://a:1/", "a:1/", "a:1?b"})
    void connect_takesHostAndPortOnly(String text) {
        assertThat(refusal(() -> target("CONNECT", text))).isEqualTo(Violation.BAD_TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u@a", "u:p@a", "a:x", "[::1", "[]", "[::1]x", "a,b", "[::1]:x", "a:1:2", "a\"b"})
    void malformedAuthority_isRefused(String authority) {
        assertThat(refusal(() -> target("GET", "http://" + authority + "/"))).isEqualTo(Violation.BAD_TARGET);
        assertThat(refusal(() -> Heads.parse("GET / HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")))
                .isEqualTo(Violation.BAD_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "a:0", "a:99999", "1.2.3.4:80", "[::1]", "[fe80::1]:8080", "[v1.x~y]", "%41"})
    void legalAuthority_isTakenInTargetAndHost(String authority) throws ProtocolException {
        assertThat(target("GET", "http://" + authority + "/").authority()).isEqualTo(authority);
        assertThat(Heads.parse("GET / HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                        .value(0))
                .isEqualTo(authority);
    }
}
