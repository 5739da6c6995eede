package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.ResponseFraming.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseFramingTableTest {

    @ParameterizedTest
    @CsvSource({
        /* method, version, status, declared, known → kind, length */
        "GET,     HTTP_1_1, 200, -1, -1, CHUNKED, -1",
        "GET,     HTTP_1_0, 200, -1, -1, CLOSE,   -1",
        "GET,     HTTP_1_1, 200,  5, -1, LENGTH,   5",
        "GET,     HTTP_1_0, 200,  5, -1, LENGTH,   5",
        "GET,     HTTP_1_1, 200, -1,  5, LENGTH,   5",
        "GET,     HTTP_1_0, 200, -1,  5, LENGTH,   5",
        "GET,     HTTP_1_1, 200,  5,  6, LENGTH,   5",
        "GET,     HTTP_1_1, 200,  0, -1, LENGTH,   0",
        "GET,     HTTP_1_1, 200, -1,  0, LENGTH,   0",
        "GET,     HTTP_1_1, 404, -1, -1, CHUNKED, -1",
        "GET,     HTTP_1_1, 204, -1, -1, NONE,    -1",
        "GET,     HTTP_1_1, 204,  5,  5, NONE,    -1",
        "HEAD,    HTTP_1_1, 204,  5,  5, NONE,    -1",
        "GET,     HTTP_1_1, 100,  5,  5, NONE,    -1",
        "GET,     HTTP_1_1, 199,  5,  5, NONE,    -1",
        "GET,     HTTP_1_1, 304, -1, -1, NONE,    -1",
        "GET,     HTTP_1_1, 304,  5, -1, NONE,     5",
        "GET,     HTTP_1_1, 304, -1,  5, NONE,    -1",
        "HEAD,    HTTP_1_1, 304,  5, -1, NONE,     5",
        "HEAD,    HTTP_1_1, 200, -1, -1, NONE,    -1",
        "HEAD,    HTTP_1_0, 200, -1, -1, NONE,    -1",
        "HEAD,    HTTP_1_1, 200,  5, -1, NONE,     5",
        "HEAD,    HTTP_1_1, 200,  0, -1, NONE,     0",
        "HEAD,    HTTP_1_1, 200, -1,  5, NONE,     5",
        "HEAD,    HTTP_1_1, 200, -1,  0, NONE,    -1",
        "HEAD,    HTTP_1_1, 200,  5,  0, NONE,     5",
        "CONNECT, HTTP_1_1, 200,  5,  5, NONE,    -1",
        "CONNECT, HTTP_1_1, 299,  5,  5, NONE,    -1",
        "CONNECT, HTTP_1_1, 300,  5,  5, LENGTH,   5",
        "CONNECT, HTTP_1_1, 403, -1, -1, CHUNKED, -1"
    })
    void response_hasItsFraming(
            String method, HttpVersion version, int status, long declared, long known, Kind kind, long length) {
        assertThat(ResponseFraming.of(method, version, status, declared, known))
                .isEqualTo(new ResponseFraming(kind, length));
    }
}
