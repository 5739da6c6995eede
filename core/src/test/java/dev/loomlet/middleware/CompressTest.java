package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.web.CountedBody;
import dev.loomlet.web.EntityTag;
import dev.loomlet.web.Response;
import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Lint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressTest {

    private static final String TEXT = "hello ".repeat(1000);
    private static final Headers PLAIN = Headers.of("Content-Type", "text/plain");

    /** What a server got. */
    private static final class Got {
        private Headers headers = Headers.empty();
        private final List<byte[]> blocks = new ArrayList<>();
        private Iterable<byte[]> result = Body.empty();

        byte[] bytes() {
            var all = new ByteArrayOutputStream();
            blocks.forEach(all::writeBytes);
            return all.toByteArray();
        }

        String text() throws Exception {
            var in = new ByteArrayInputStream(bytes());
            InputStream plain = switch (headers.first("Content-Encoding").orElse("")) {
                case "gzip" -> new GZIPInputStream(in);
                case "deflate" -> new InflaterInputStream(in);
                default -> in;
            };
            return new String(plain.readAllBytes(), UTF_8);
        }

        String header(String name) {
            return headers.first(name).orElse("");
        }
    }

    private static Got call(Application application, String... headers) throws Exception {
        return call("GET", new Compress(), application, headers);
    }

    private static Got call(String method, Compress compress, Application application, String... headers)
            throws Exception {
        var got = new Got();
        var environ = Sent.environ(method, "/", headers);
        var app = new Lint().wrap(compress.wrap(new Lint().wrap(application)));
        got.result = app.call(environ, (status, fields, error) -> {
            got.headers = fields;
            return got.blocks::add;
        });
        try {
            got.result.forEach(got.blocks::add);
        } finally {
            Body.close(got.result);
        }
        return got;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip",
                "deflate | deflate",
                "gzip;q=0.5, deflate | deflate",
                "gzip, deflate, br, zstd | gzip",
                "* | gzip",
                "gzip;q=0 | ''",
                "identity | ''",
                "br | ''",
                "identity, gzip;q=0.5 | ''",
                "junk junk | ''",
            })
    void coding_isWhatTheClientLikesBest(String accept, String coding) throws Exception {
        var got = call(Response.text(TEXT), "Accept-Encoding", accept);
        assertThat(got.header("Content-Encoding")).isEqualTo(coding);
        assertThat(got.text()).isEqualTo(TEXT);
        assertThat(got.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(got.header("Content-Length")).isEqualTo(Integer.toString(got.bytes().length));
        assertThat(got.result).isInstanceOf(List.class);
    }

    @Test
    void clientThatSaysNothing_getsItPlain() throws Exception {
        var got = call(Response.text(TEXT).etag(EntityTag.of("a")));
        assertThat(got.headers.contains("Content-Encoding")).isFalse();
        assertThat(got.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(got.header("ETag")).isEqualTo("\"a\"");
    }

    @Test
    void compressed_hasAWeakTag_andTakesNoRanges() throws Exception {
        var response = Response.text(TEXT).etag(EntityTag.of("a")).vary("Cookie");
        var got = call(response, "Accept-Encoding", "gzip");
        assertThat(got.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(got.headers.contains("Accept-Ranges")).isFalse();
        assertThat(got.header("Vary")).isEqualTo("Cookie, Accept-Encoding");
        var again = call(response, "Accept-Encoding", "gzip", "If-None-Match", "W/\"a\"");
        assertThat(again.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(again.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "type", "encoded", "no-transform", "range", "no content", "incompressible"})
    void responseThatGainsNothing_isLeftAsItIs(String why) throws Exception {
        var response = switch (why) {
            case "small" -> Response.text("hello");
            case "type" -> Response.bytes(TEXT.getBytes(UTF_8)).contentType("image/png");
            case "encoded" -> Response.text(TEXT).header("Content-Encoding", "br");
            case "no-transform" -> Response.text(TEXT).header("Cache-Control", "public, no-transform");
            case "range" -> Response.text(TEXT).etag(EntityTag.of("a"));
            case "no content" -> Response.of(204);
            default -> Response.bytes(random()).contentType("text/plain");
        };
        var got = call(response, "Accept-Encoding", "gzip", "Range", "bytes=0-3999");
        var expected = Sent.get(response, "Accept-Encoding", "gzip", "Range", "bytes=0-3999");
        assertThat(new String(got.bytes(), UTF_8)).isEqualTo(expected.body());
        assertThat(got.headers.without("Vary")).isEqualTo(expected.headers().without("Vary"));
    }

    private static byte[] random() {
        var bytes = new byte[4000];
        new java.util.Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void minimumSize_isKept() throws Exception {
        var compress = new Compress().minimumSize(6000).level(9).types(type -> type.is("text/plain"));
        assertThat(call("GET", compress, Response.text(TEXT), "Accept-Encoding", "gzip")
                        .header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(call("GET", compress.minimumSize(6001), Response.text(TEXT), "Accept-Encoding", "gzip")
                        .header("Content-Encoding"))
                .isEmpty();
        assertThat(call("GET", compress, Response.html(TEXT), "Accept-Encoding", "gzip")
                        .header("Content-Encoding"))
                .isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> compress.level(0));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> compress.minimumSize(-1));
    }

    @Test
    void listOfAnApplicationThatSaysNoLength_isMeasured() throws Exception {
        Application app = (environ, startResponse) -> {
            startResponse.start("200 OK", PLAIN);
            return Body.of(environ.header("X-Text").orElse(""));
        };
        assertThat(call(app, "Accept-Encoding", "gzip", "X-Text", "short").header("Content-Encoding"))
                .isEmpty();
        assertThat(call(app, "Accept-Encoding", "gzip", "X-Text", TEXT).header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    @Test
    void blocks_areEachFlushed_andClosedOnce() throws Exception {
        var body = new CountedBody("data: 1\n\n", "", "data: 2\n\n");
        var inflater = new Inflater();
        var seen = new ArrayList<String>();
        var app = new Compress().wrap(new Lint().wrap(Response.iterable(body).contentType("text/event-stream")));
        var result = app.call(
                Sent.environ("GET", "/", "Accept-Encoding", "deflate"), (status, headers, error) -> block -> {});
        for (var block : result) {
            inflater.setInput(block);
            var plain = new byte[100];
            int count = inflater.inflate(plain);
            seen.add(new String(plain, 0, count, UTF_8));
        }
        assertThat(inflater.finished()).isTrue();
        inflater.end();
        Body.close(result);
        assertThat(seen).containsExactly("data: 1\n\n", "", "data: 2\n\n", "");
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void file_isCompressedAsItIsRead(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("a.txt"), TEXT.repeat(20));
        var got = call(Response.file(file), "Accept-Encoding", "gzip");
        assertThat(got.text()).isEqualTo(TEXT.repeat(20));
        assertThat(got.headers.contains("Content-Length")).isFalse();
        assertThat(got.bytes().length).isLessThan(10_000);
    }

    @Test
    void head_hasTheFieldsOfGet_withoutABody() throws Exception {
        var got = call("HEAD", new Compress(), Response.text(TEXT).etag(EntityTag.of("a")), "Accept-Encoding", "gzip");
        assertThat(got.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(got.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(got.headers.contains("Content-Length")).isFalse();
        assertThat(got.bytes()).isEmpty();
    }

    @Test
    void write_isCompressedAndFlushed() throws Exception {
        Application app = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", PLAIN);
            writer.write("one ".getBytes(UTF_8));
            writer.write("two ".getBytes(UTF_8));
            return Body.of("three");
        };
        var got = call(app, "Accept-Encoding", "gzip");
        assertThat(got.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(got.blocks).hasSize(4);
        assertThat(got.text()).isEqualTo("one two three");
        assertThat(call(app).text()).isEqualTo("one two three");
    }

    @Test
    void lateStart_isInTime() throws Exception {
        var got = call(
                (environ, startResponse) -> () -> new java.util.Iterator<>() {
                    private int count;

                    @Override
                    public boolean hasNext() {
                        return count < 2;
                    }

                    @Override
                    public byte[] next() {
                        if (count++ == 0) {
                            startResponse.start("200 OK", PLAIN);
                        }
                        return "block ".getBytes(UTF_8);
                    }
                },
                "Accept-Encoding",
                "gzip");
        assertThat(got.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(got.text()).isEqualTo("block block ");
    }

    @Test
    void secondStart_needsAnError_andReplacesTheFirst() throws Exception {
        Application app = (environ, startResponse) -> {
            startResponse.start("200 OK", PLAIN.with("X-A", "1"));
            startResponse.start("500 Internal Server Error", PLAIN, new IllegalStateException("a fault"));
            return Body.of(TEXT);
        };
        var got = call(app, "Accept-Encoding", "gzip");
        assertThat(got.headers.contains("X-A")).isFalse();
        assertThat(got.text()).isEqualTo(TEXT);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new Compress()
                        .wrap((environ, startResponse) -> {
                            startResponse.start("200 OK", PLAIN);
                            startResponse.start("200 OK", PLAIN);
                            return Body.empty();
                        })
                        .call(Sent.environ("GET", "/"), (status, headers, error) -> block -> {}));
    }

    @Test
    void bodyThatIsNotIterated_isClosedOnce() throws Exception {
        var body = new CountedBody(TEXT);
        var result = new Compress()
                .wrap(Response.iterable(body).contentType("text/plain"))
                .call(Sent.environ("GET", "/", "Accept-Encoding", "gzip"), (status, headers, error) -> block -> {});
        Body.close(result);
        assertThat(body.closed).isEqualTo(1);

        var refused = new CountedBody(TEXT);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Compress()
                        .wrap(Response.iterable(refused).contentType("image/png"))
                        .call(Sent.environ("GET", "/", "Accept-Encoding", "gzip"), (status, headers, error) -> {
                            throw new IllegalArgumentException("a header");
                        }));
        assertThat(refused.closed).isEqualTo(1);
    }
}
