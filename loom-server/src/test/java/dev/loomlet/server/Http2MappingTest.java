package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may not become a request of HTTP/1.1 behind a proxy (RFC 9113 §8.2, §8.3, §10.3), over the wire. */
@Timeout(30)
class Http2MappingTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int COMPRESSION_ERROR = 9;
    private static final List<String> GET =
            List.of(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/");

    /** What becomes of a request. */
    enum Outcome {
        /** The stream is reset, and the connection goes on. */
        RESET,
        /** It is answered with 400, and the connection goes on. */
        REFUSED,
        /** The connection is ended: the engine has no smaller answer to it. */
        GOAWAY,
        /** The same, since the engine takes it for compressed in a wrong way. */
        GOAWAY_FOR_ITS_HPACK;

        boolean endsTheConnection() {
            return this == GOAWAY || this == GOAWAY_FOR_ITS_HPACK;
        }
    }

    /** A request that is not one. */
    record Row(String what, Outcome outcome, List<String> fields) {

        static Row of(Outcome outcome, String what, String... fields) {
            return new Row(what, outcome, List.of(fields));
        }

        /** A GET with these fields behind its own. */
        static Row with(Outcome outcome, String... more) {
            var all = Stream.concat(GET.stream(), Arrays.stream(more)).toList();
            return new Row(String.join(": ", more), outcome, all);
        }

        /** A GET with another value for one of its own fields. */
        static Row replacing(Outcome outcome, String name, String value) {
            var all = new ArrayList<>(GET);
            all.set(all.indexOf(name) + 1, value);
            return new Row(name + " " + value, outcome, all);
        }

        @Override
        public String toString() {
            return what.replaceAll("[^ -~]", "?");
        }
    }

    static List<Row> rows() {
        return List.of(
                /* §8.2.1, names */
                Row.with(Outcome.RESET, "X-Upper", "1"),
                Row.with(Outcome.RESET, "x y", "1"),
                Row.with(Outcome.GOAWAY, "x\r\ny", "1"),
                Row.with(Outcome.RESET, "x\0", "1"),
                Row.with(Outcome.RESET, "x\u00e9", "1"),
                Row.with(Outcome.RESET, "x:y", "1"),
                Row.with(Outcome.GOAWAY, "transfer-encoding: chunked\r\nx", "1"),
                Row.with(Outcome.GOAWAY_FOR_ITS_HPACK, "", "1"),
                /* §8.2.1, values */
                Row.with(Outcome.RESET, "x", "1\r\ntransfer-encoding: chunked"),
                Row.with(Outcome.RESET, "x", "1\ny: 2"),
                Row.with(Outcome.RESET, "x", "1\r"),
                Row.with(Outcome.RESET, "x", "a\0b"),
                Row.with(Outcome.RESET, "x", " 1"),
                Row.with(Outcome.RESET, "x", "1\t"),
                Row.with(Outcome.REFUSED, "x", "a\u0001b"),
                Row.with(Outcome.REFUSED, "x", "a\u007fb"),
                /* §8.2.2 */
                Row.with(Outcome.RESET, "connection", "close"),
                Row.with(Outcome.RESET, "keep-alive", "1"),
                Row.with(Outcome.RESET, "proxy-connection", "close"),
                Row.with(Outcome.RESET, "upgrade", "h2c"),
                Row.with(Outcome.RESET, "te", "gzip"),
                Row.with(Outcome.RESET, "te", "trailers, gzip"),
                Row.with(Outcome.GOAWAY, "transfer-encoding", "chunked"),
                /* §8.3 */
                Row.with(Outcome.GOAWAY, "x", "1", ":path", "/late"),
                Row.with(Outcome.RESET, ":status", "200"),
                Row.with(Outcome.RESET, ":protocol", "websocket"),
                Row.with(Outcome.RESET, ":path", "/again"),
                Row.with(Outcome.RESET, ":authority", "a"),
                Row.of(Outcome.RESET, "no method", ":scheme", "http", ":authority", "a", ":path", "/"),
                Row.of(Outcome.RESET, "no scheme", ":method", "GET", ":authority", "a", ":path", "/"),
                Row.of(Outcome.RESET, "no path", ":method", "GET", ":scheme", "http", ":authority", "a"),
                /* §8.3.1 */
                Row.replacing(Outcome.RESET, ":path", ""),
                Row.replacing(Outcome.RESET, ":path", "x"),
                Row.replacing(Outcome.RESET, ":path", "http://a/"),
                Row.replacing(Outcome.RESET, ":path", "/ HTTP/1.1\r\nx: 1"),
                Row.replacing(Outcome.RESET, ":path", "/a b"),
                Row.replacing(Outcome.REFUSED, ":path", "/#fragment"),
                Row.replacing(Outcome.REFUSED, ":path", "/%zz"),
                Row.replacing(Outcome.REFUSED, ":path", "/\u00e9"),
                Row.replacing(Outcome.REFUSED, ":path", "*"),
                Row.replacing(Outcome.RESET, ":method", "GET / HTTP/1.1\r\nx: 1"),
                Row.replacing(Outcome.RESET, ":method", ""),
                Row.replacing(Outcome.REFUSED, ":method", "get"),
                Row.replacing(Outcome.REFUSED, ":method", "G(T"),
                Row.replacing(Outcome.RESET, ":method", "CONNECT"),
                Row.replacing(Outcome.RESET, ":scheme", "ftp"),
                Row.replacing(Outcome.RESET, ":scheme", "http://a/?"),
                Row.replacing(Outcome.REFUSED, ":authority", "user@a"),
                Row.replacing(Outcome.REFUSED, ":authority", "a/b"),
                Row.replacing(Outcome.REFUSED, ":authority", "a:b"),
                Row.replacing(Outcome.REFUSED, ":authority", "a,b"),
                Row.replacing(Outcome.RESET, ":authority", "a b"),
                Row.with(Outcome.RESET, "host", "b"),
                Row.with(Outcome.RESET, "host", "a", "host", "a"),
                Row.of(Outcome.REFUSED, "no host", ":method", "GET", ":scheme", "http", ":path", "/"),
                /* §8.1.1 */
                Row.with(Outcome.RESET, "content-length", "1"),
                Row.with(Outcome.GOAWAY, "content-length", "one"),
                Row.with(Outcome.REFUSED, "content-length", "+0"),
                Row.with(Outcome.REFUSED, "content-length", "-0"),
                Row.with(Outcome.REFUSED, "content-length", "0", "content-length", "0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void request_thatIsNone_doesNotReachTheApplication(Row row) throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.frame(
                    Http2Client.HEADERS,
                    Http2Client.END_HEADERS | Http2Client.END_STREAM,
                    1,
                    Http2Client.block(row.fields().toArray(String[]::new)));
            switch (row.outcome()) {
                case RESET -> assertThat(client.resetCode(1)).isEqualTo(PROTOCOL_ERROR);
                case REFUSED -> assertThat(client.response(1).status()).isEqualTo(400);
                case GOAWAY -> assertThat(client.goAwayCode()).isEqualTo(PROTOCOL_ERROR);
                case GOAWAY_FOR_ITS_HPACK -> assertThat(client.goAwayCode()).isEqualTo(COMPRESSION_ERROR);
            }
            assertThat(app.calls).hasValue(0);
            if (!row.outcome().endsTheConnection()) {
                client.get(3, "/");
                assertThat(client.response(3).status()).isEqualTo(200);
            }
        }
    }

    /** §8.1.1: the sum of the DATA frames is the length. */
    @Test
    void body_shorterOrLongerThanItsContentLength_isReset() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/reads", "content-length", "5");
            client.data(1, true, "four");
            assertThat(client.resetCode(1)).isEqualTo(PROTOCOL_ERROR);
            client.post(3, "/reads", "content-length", "3");
            client.data(3, true, "four");
            assertThat(client.resetCode(3)).isEqualTo(PROTOCOL_ERROR);
            client.post(5, "/reads", "content-length", "4");
            client.data(5, true, "four");
            assertThat(client.response(5).status()).isEqualTo(200);
        }
    }

    /** §8.5: the authority alone. */
    @Test
    void connect_isARequest() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.connect(server.port())) {
            client.frame(
                    Http2Client.HEADERS,
                    Http2Client.END_HEADERS | Http2Client.END_STREAM,
                    1,
                    Http2Client.block(":method", "CONNECT", ":authority", "a:1"));
            assertThat(client.response(1).status()).isEqualTo(200);
        }
    }
}
