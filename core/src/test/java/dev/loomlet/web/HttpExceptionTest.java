package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExceptionTest {

    @Test
    void exception_isAnApplication() throws Exception {
        var sent = Sent.get(HttpException.notFound("no article 7"));
        assertThat(sent.status()).hasToString("404 Not Found");
        assertThat(sent.body()).isEqualTo("404 Not Found\n\nno article 7\n");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412,
                413, 414, 415, 416, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505,
                506, 507, 508, 511
            })
    void each_registeredStatus_hasItsReasonAndItsType(int status) {
        var e = HttpException.of(status);
        assertThat(e.status().reason()).isNotEmpty();
        assertThat(e.getMessage()).isEqualTo(e.status().reason());
        assertThat(e)
                .isInstanceOf(
                        switch (status / 100) {
                            case 3 -> HttpException.Redirection.class;
                            case 4 -> HttpException.ClientError.class;
                            default -> HttpException.ServerError.class;
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 600, 100})
    void statusThatIsNoError_isRefused(int status) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> HttpException.of(status));
    }

    @Test
    void factories_setTheFieldsOfTheirStatus() {
        assertThat(HttpException.seeOther("/done").response().header("Location"))
                .contains("/done");
        assertThat(HttpException.movedPermanently("/").status().code()).isEqualTo(301);
        assertThat(HttpException.methodNotAllowed(List.of("GET", "HEAD"))
                        .response()
                        .header("Allow"))
                .contains("GET, HEAD");
        assertThat(HttpException.unauthorized("Basic realm=\"x\"").response().header("WWW-Authenticate"))
                .contains("Basic realm=\"x\"");
        assertThat(HttpException.tooManyRequests(Duration.ofMillis(1))
                        .response()
                        .header("Retry-After"))
                .contains("1");
        assertThat(HttpException.serviceUnavailable(Duration.ofSeconds(-5))
                        .response()
                        .header("Retry-After"))
                .contains("0");
    }

    @Test
    void cause_isKept_andNotSent() throws Exception {
        var cause = new NumberFormatException("secret");
        var e = HttpException.badRequest("no number").causedBy(cause).header("X-A", "1");
        assertThat(e).hasCause(cause).hasMessage("no number");
        var sent = Sent.get(e);
        assertThat(sent.header("X-A")).isEqualTo("1");
        assertThat(sent.body()).doesNotContain("secret");
    }
}
