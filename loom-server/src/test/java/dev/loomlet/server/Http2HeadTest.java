package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.Violation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields are a request (RFC 9113 §8.2, §8.3). */
class Http2HeadTest {

    private static final ServerConfig DEFAULTS = ServerConfig.defaults();
    private static final String[] GET = {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/"};

    private static String[] with(String... more) {
        return Stream.concat(Arrays.stream(GET), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String[] replacing(String name, String value) {
        var fields = GET.clone();
        fields[Arrays.asList(fields).indexOf(name) + 1] = value;
        return fields;
    }

    private static void assertMalformed(String... fields) {
        assertThatExceptionOfType(MalformedRequestException.class).isThrownBy(() -> Http2Head.parse(fields, DEFAULTS));
    }

    private static void assertRefused(Violation violation, ServerConfig config, String... fields) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Http2Head.parse(fields, config))
                .extracting(ProtocolException::violation)
                .isEqualTo(violation);
    }

    @Test
    void request_isAHead() throws Exception {
        var head = Http2Head.parse(with("x", "1"), DEFAULTS);
        assertThat(head.requestLine()).isEqualTo("GET / HTTP/2.0");
        assertThat(head.value(head.host())).isEqualTo("a");
        assertThat(head.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Upper, 1",
        "a b, 1",
        "a:b, 1",
        "connection, close",
        "te, gzip",
        "upgrade, h2c",
        "host, b",
        ":status, 200"
    })
    void fieldOutOfPlace_isMalformed(String name, String value) {
        assertMalformed(with(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\0b", " a", "a\t", "\u0100"})
    void value_thatCouldBeMore_isMalformed(String value) {
        assertMalformed(with("x", value));
    }

    @ParameterizedTest
    @CsvSource({":path, ''", ":path, x", ":path, /a b", ":scheme, ftp", ":method, 'GET /x'", ":authority, 'a b'"})
    void pseudoHeader_outOfItsGrammar_isMalformed(String name, String value) {
        assertMalformed(replacing(name, value));
    }

    @Test
    void pseudoHeader_missingOrTwice_isMalformed() {
        assertMalformed(Arrays.copyOf(GET, 6));
        assertMalformed(Arrays.copyOfRange(GET, 2, 8));
        assertMalformed(with(":path", "/"));
        assertMalformed(with("host", "a", "host", "a"));
    }

    @Test
    void whatHttp1Refuses_isRefused() {
        assertRefused(Violation.BAD_HOST, DEFAULTS, replacing(":authority", "u@a"));
        assertRefused(Violation.BAD_TARGET, DEFAULTS, replacing(":path", "/%zz"));
        assertRefused(Violation.BAD_METHOD, DEFAULTS, replacing(":method", "get"));
        assertRefused(Violation.BAD_HEADER_VALUE, DEFAULTS, with("x", "a\u0001b"));
        assertRefused(Violation.BAD_HOST_COUNT, DEFAULTS, ":method", "GET", ":scheme", "http", ":path", "/");
        var fourFields = ServerConfig.builder().http2Fields(4).build();
        assertRefused(Violation.MANY_HEADERS, fourFields, with("x", "1"));
        assertRefused(Violation.LONG_REQUEST_LINE, DEFAULTS, replacing(":path", "/" + "x".repeat(9000)));
        assertRefused(Violation.LONG_HEADER_LINE, DEFAULTS, with("x", "x".repeat(9000)));
    }
}
