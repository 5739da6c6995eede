package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What wsgiref.validate asks of an environ, check by check. */
class LintEnvironTest {

    private final LintCall request = new LintCall();

    @Test
    void environ_withoutFault_passes() throws Exception {
        request.passes();
    }

    @Test
    void environ_null_isAFault() {
        LintCall.fails("environ is null", () -> request.through(LintCall.HELLO).call(null, request::start));
        LintCall.fails(
                "startResponse is null", () -> request.through(LintCall.HELLO).call(request.environ, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REQUEST_METHOD",
                "SERVER_NAME",
                "SERVER_PORT",
                "wsgi.version",
                "wsgi.input",
                "wsgi.errors",
                "wsgi.multithread",
                "wsgi.multiprocess",
                "wsgi.run_once"
            })
    void requiredKey_absent_isAFault(String key) {
        request.environ.remove(key);
        request.fails("environ lacks " + key);
    }

    @Test
    void urlScheme_absent_isAFault() {
        request.environ.remove("wsgi.url_scheme");
        request.fails("wsgi.url_scheme is neither http nor https");
    }

    @ParameterizedTest
    @CsvSource({"HTTP_CONTENT_TYPE,CONTENT_TYPE", "HTTP_CONTENT_LENGTH,CONTENT_LENGTH"})
    void contentHeader_underAnHttpKey_isAFault(String key, String rightKey) throws Exception {
        request.environ.put(key, "1");
        request.fails("environ has " + key + "; the key is " + rightKey);
        request.environ.remove(key);
        request.environ.put(rightKey, "1");
        request.passes();
    }

    @Test
    void queryString_absent_isAWarning() throws Exception {
        request.environ.remove("QUERY_STRING");
        request.passesWithWarning("environ lacks QUERY_STRING, which many applications expect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"headers_raw", "HTTP_X_NAME", "SERVER_PORT", "CONTENT_LENGTH"})
    void keyWithoutDot_otherThanAString_isAFault(String key) {
        request.environ.put(key, 80);
        request.fails("environ's " + key + " is not a string");
        request.environ.put(key, null);
        request.fails("environ's " + key + " is not a string");
    }

    @Test
    void keyWithDot_otherThanAString_passes() throws Exception {
        request.environ.put("loomlet.headers_raw", Headers.empty());
        request.environ.put("my.number", 1);
        request.passes();
    }

    @Test
    void keyWithoutDot_characterAboveLatin1_isAFault() {
        request.environ.put("HTTP_X_NAME", "a\u0100");
        request.fails("environ's HTTP_X_NAME is not a native string: it has a character above U+00FF");
    }

    @Test
    void keyWithoutDot_everyLatin1Character_passes() throws Exception {
        request.environ.put("HTTP_X_NAME", "\u0080\u00ff");
        request.passes();
    }

    @Test
    void version_otherThanOneZero_isAFault() {
        for (var version : List.of("1.0", List.of(1, 1), List.of(1), 1)) {
            request.environ.put("wsgi.version", version);
            request.fails("wsgi.version is not (1, 0)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp", "HTTP", "http:"})
    void urlScheme_other_isAFault(String scheme) {
        request.environ.put("wsgi.url_scheme", scheme);
        request.fails("wsgi.url_scheme is neither http nor https");
    }

    @Test
    void urlScheme_https_passes() throws Exception {
        request.environ.put("wsgi.url_scheme", "https");
        request.passes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREW", "get", "PROPFIND"})
    void method_unknown_isAWarning(String method) throws Exception {
        request.environ.put("REQUEST_METHOD", method);
        request.passesWithWarning("unknown REQUEST_METHOD " + method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "OPTIONS", "PATCH", "PUT", "DELETE", "TRACE", "CONNECT"})
    void method_known_passes(String method) throws Exception {
        request.environ.put("REQUEST_METHOD", method);
        request.passes();
    }

    @Test
    void method_empty_isAFault() {
        request.environ.put("REQUEST_METHOD", "");
        request.fails("REQUEST_METHOD is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "app,SCRIPT_NAME does not begin with a slash",
        "/,SCRIPT_NAME is a slash; at the root it is empty and PATH_INFO has the slash"
    })
    void scriptName_ofOtherForm_isAFault(String script, String message) {
        request.environ.put("SCRIPT_NAME", script);
        request.fails(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app", "/app/sub", "/app/"})
    void scriptName_thatBeginsWithASlash_passes(String script) throws Exception {
        request.environ.put("SCRIPT_NAME", script);
        request.passes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "*", " /"})
    void pathInfo_ofOtherForm_isAFault(String path) {
        request.environ.put("PATH_INFO", path);
        request.fails("PATH_INFO does not begin with a slash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/page", "//"})
    void pathInfo_emptyOrWithASlash_passes(String path) throws Exception {
        request.environ.put("PATH_INFO", path);
        request.passes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none"})
    void pathInfo_absentWithoutScriptName_isAFault(String script) {
        request.environ.remove("PATH_INFO");
        request.environ.put("SCRIPT_NAME", "");
        if (script.equals("none")) {
            request.environ.remove("SCRIPT_NAME");
        }
        request.fails("environ has neither SCRIPT_NAME nor PATH_INFO");
    }

    @Test
    void pathInfo_absentWithScriptName_passes() throws Exception {
        request.environ.remove("PATH_INFO");
        request.environ.put("SCRIPT_NAME", "/app");
        request.passes();
    }

    @Test
    void scriptName_absentWithPathInfo_passes() throws Exception {
        request.environ.remove("SCRIPT_NAME");
        request.passes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1x", " 1", "1 ", "0x1", "1.0", "\u00b2", "1,1"})
    void contentLength_otherThanDigits_isAFault(String length) {
        request.environ.put("CONTENT_LENGTH", length);
        request.fails("CONTENT_LENGTH is not a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "7", "9223372036854775807"})
    void contentLength_digitsOrEmpty_passes(String length) throws Exception {
        request.environ.put("CONTENT_LENGTH", length);
        request.passes();
    }

    @Test
    void streams_ofOtherTypes_areFaults() {
        var input = request.environ.put("wsgi.input", new ByteArrayInputStream(new byte[0]));
        request.fails("wsgi.input is not an InputBody");
        request.environ.put("wsgi.input", input);
        request.environ.put("wsgi.errors", new StringWriter());
        request.fails("wsgi.errors is not a PrintWriter");
        assertThat(request.environ.get("wsgi.input")).isSameAs(input);
    }
}
