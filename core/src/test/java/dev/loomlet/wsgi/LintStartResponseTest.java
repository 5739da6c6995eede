package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What wsgiref.validate asks of an application's calls of start_response and write, check by check. */
class LintStartResponseTest {

    private final LintCall request = new LintCall();

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "100 Continue", "999 Own", "404 Not Found", "200 "})
    void status_withoutFault_passesUnchanged(String status) throws Exception {
        request.start(status, LintCall.TEXT);
        assertThat(request.sent).containsExactly(status + " [Content-Type: text/plain]");
        request.warns();
    }

    @ParameterizedTest
    @CsvSource({
        "'',the status does not begin with a code of three characters",
        "OK,the status does not begin with a code of three characters",
        "20 OK,the status does not begin with a code of three characters",
        "2000 OK,the status does not begin with a code of three characters",
        "200OK,the status does not begin with a code of three characters",
        "' 200 OK',the status does not begin with a code of three characters",
        "200\tOK,the status does not begin with a code of three characters",
        "2x0 OK,the status code is not a number",
        "-20 OK,the status code is not a number",
        "+20 OK,the status code is not a number",
        "\u0662\u0660\u0660 OK,the status code is not a number",
        "099 Low,the status code is less than 100",
        "000 Zero,the status code is less than 100"
    })
    void status_ofOtherForm_isAFault(String status, String message) {
        LintCall.fails(message, () -> request.start(status, LintCall.TEXT));
        assertThat(request.sent).isEmpty();
    }

    @Test
    void status_codeAlone_isAWarning() throws Exception {
        request.start("200", LintCall.TEXT);
        request.warns("the status has no space and reason behind the code");
    }

    @Test
    void arguments_null_areFaults() {
        LintCall.fails("the status is null", () -> request.start(null, LintCall.TEXT));
        LintCall.fails("the headers are null", () -> request.start("200 OK", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Status", "status", "STATUS"})
    void headerName_status_isAFault(String name) {
        LintCall.fails(
                "header Status: the status is startResponse's first argument (it is CGI's)",
                () -> request.start("200 OK", LintCall.TEXT.with(name, "200 OK")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1X", "_X", "-X", "X.Y", "X!", "~"})
    void headerName_ofOtherForm_isAFault(String name) {
        LintCall.fails("bad header name " + name, () -> request.start("200 OK", LintCall.TEXT.with(name, "v")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-", "X_", "X--", "X-Y_"})
    void headerName_thatEndsInADash_isAFault(String name) {
        LintCall.fails(
                "header name " + name + " ends in - or _",
                () -> request.start("200 OK", LintCall.TEXT.with(name, "v")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "x-y", "X_Y", "X1", "X-Status", "Statuses"})
    void headerName_withoutFault_passes(String name) throws Exception {
        request.start("200 OK", LintCall.TEXT.with(name, "v"));
        assertThat(request.sent).containsExactly("200 OK [Content-Type: text/plain, " + name + ": v]");
        request.warns();
    }

    @Test
    void headerName_withColonOrLineEnd_doesNotComeAsFarAsLint() {
        assertThatIllegalArgumentException().isThrownBy(() -> LintCall.TEXT.with("X:", "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> LintCall.TEXT.with("X\n", "v"));
    }

    @Test
    void headerValue_withControlCharacter_isAFault() {
        /* The other controls are not legal in Headers at all. */
        LintCall.fails(
                "the value of header X-Name has a control character",
                () -> request.start("200 OK", LintCall.TEXT.with("X-Name", "secret\tvalue")));
        assertThatIllegalArgumentException().isThrownBy(() -> LintCall.TEXT.with("X-Name", "a\u001fb"));
    }

    @Test
    void headerValue_ofAllElse_passes() throws Exception {
        request.start("200 OK", LintCall.TEXT.with("X-Name", "a b~\u00a0\u00ff").with("X-Empty", ""));
        assertThat(request.sent)
                .containsExactly("200 OK [Content-Type: text/plain, X-Name: a b~\u00a0\u00ff, X-Empty: ]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "205 Reset Content", "404 Not Found", "500 Internal Server Error"})
    void contentType_absent_isAFault(String status) {
        LintCall.fails(
                "the response has no Content-Type", () -> request.start(status, Headers.of("Content-Length", "0")));
    }

    @ParameterizedTest
    @CsvSource({"101,101 Switching Protocols", "204,204 No Content", "304,304 Not Modified"})
    void contentType_ofAResponseWithoutContent_isAFaultIfPresent(String code, String status) throws Exception {
        LintCall.fails(
                "a " + code + " response has a Content-Type, but never content",
                () -> request.start(status, Headers.of("content-type", "text/plain")));
        request.start(status, Headers.empty());
        assertThat(request.sent).containsExactly(status + " []");
    }

    @Test
    void contentType_inAnyCase_passes() throws Exception {
        request.start("200 OK", Headers.of("CONTENT-TYPE", "text/plain"));
        assertThat(request.sent).containsExactly("200 OK [CONTENT-TYPE: text/plain]");
    }

    @Test
    void start_twiceWithoutError_isAFault() throws Exception {
        request.call((environ, startResponse) -> {
            startResponse.start("200 OK", LintCall.TEXT);
            LintCall.fails(
                    "startResponse was called twice without an error",
                    () -> startResponse.start("404 Not Found", LintCall.TEXT));
            return Body.empty();
        });
        assertThat(request.sent).containsExactly("200 OK [Content-Type: text/plain]");
    }

    @Test
    void start_againWithError_passesBoth() throws Exception {
        request.call((environ, startResponse) -> {
            startResponse.start("200 OK", LintCall.TEXT);
            startResponse.start("500 Oops", LintCall.TEXT, new IOException("fault"));
            return Body.empty();
        });
        assertThat(request.sent)
                .containsExactly(
                        "200 OK [Content-Type: text/plain]", "500 Oops [Content-Type: text/plain] after fault");
    }

    @Test
    void start_firstWithError_passes() throws Exception {
        request.call((environ, startResponse) -> {
            startResponse.start("500 Oops", LintCall.TEXT, new IOException("fault"));
            return Body.empty();
        });
        assertThat(request.sent).containsExactly("500 Oops [Content-Type: text/plain] after fault");
    }

    @Test
    void start_againWithError_isCheckedAsTheFirst() throws Exception {
        request.call((environ, startResponse) -> {
            startResponse.start("200 OK", LintCall.TEXT);
            LintCall.fails(
                    "the response has no Content-Type",
                    () -> startResponse.start("500 Oops", Headers.empty(), new IOException("fault")));
            return Body.empty();
        });
    }

    @Test
    void start_refusedByTheServer_throwsWhatTheServerThrew() {
        assertThatIllegalStateException()
                .isThrownBy(() -> request.through(LintCall.HELLO).call(request.environ, (status, headers, error) -> {
                    throw new IllegalStateException("refused");
                }))
                .withMessage("refused");
    }

    @Test
    void serverThatReturnsNoWriter_isAFault() {
        LintCall.fails(
                "the server's startResponse returned null",
                () -> request.through(LintCall.HELLO).call(request.environ, (status, headers, error) -> null));
    }

    @Test
    void write_bytes_passesThemInOrder() throws Exception {
        request.call((environ, startResponse) -> {
            var writer = startResponse.start("200 OK", LintCall.TEXT);
            writer.write("one".getBytes(ISO_8859_1));
            writer.write(new byte[0]);
            writer.write("two".getBytes(ISO_8859_1));
            return Body.empty();
        });
        assertThat(request.sent)
                .containsExactly("200 OK [Content-Type: text/plain]", "write one", "write ", "write two");
    }

    @Test
    void write_null_isAFault() throws Exception {
        request.call((environ, startResponse) -> {
            var writer = startResponse.start("200 OK", LintCall.TEXT);
            LintCall.fails("write() was given null", () -> writer.write(null));
            return Body.empty();
        });
        assertThat(request.sent).containsExactly("200 OK [Content-Type: text/plain]");
    }

    @Test
    void warnings_givenToNobody_goToTheLog() throws Exception {
        var logged = new LogRecord[1];
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged[0] = entry;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger("dev.loomlet.lint");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            request.environ.put("REQUEST_METHOD", "BREW");
            assertThat(new Lint().wrap(LintCall.HELLO).call(request.environ, request::start))
                    .hasSize(1);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(logged[0].getLevel()).isEqualTo(Level.WARNING);
        assertThat(logged[0].getMessage()).isEqualTo("unknown REQUEST_METHOD BREW");
    }
}
