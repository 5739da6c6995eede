package dev.loomlet.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples that are about bodies: upload, file and echo. */
class BodiesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16 * 1024, 300_001})
    void upload_body_isMeasuredWhateverItsFraming(int size) throws Exception {
        var body = new byte[size];
        new Random(size).nextBytes(body);
        var digest = MessageDigest.getInstance("SHA-256").digest(body);
        var expected = size + " bytes, SHA-256 " + HexFormat.of().formatHex(digest) + "\r\n";

        try (var server = SampleServer.of(new Upload())) {
            assertThat(put(server, BodyPublishers.ofByteArray(body))).isEqualTo(expected);
            /* Of unknown length, so chunked. */
            assertThat(put(server, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                    .isEqualTo(expected);
        }
    }

    private static String put(SampleServer server, BodyPublisher body) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri("/")).PUT(body).build())
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "page.html, text/html",
        "text.txt, text/plain",
        "picture.png, image/png",
        "no-suffix, application/octet-stream"
    })
    void file_chosen_isSentWithLengthAndType(String name, String type) throws Exception {
        var content = new byte[600_001];
        new Random(1).nextBytes(content);
        var file = Files.write(folder.resolve(name), content);

        try (var server = SampleServer.of(sampleOf(file))) {
            var response = server.get("/");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues("Content-Type")).containsExactly(type);
            assertThat(response.headers().allValues("Content-Length")).containsExactly("600001");
            assertThat(response.body().getBytes(ISO_8859_1)).isEqualTo(content);
        }
    }

    @Test
    void file_empty_isSentEmpty() throws Exception {
        try (var server = SampleServer.of(sampleOf(Files.createFile(folder.resolve("empty"))))) {
            var response = server.get("/");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void file_none_isTheTextOfTheJar() throws Exception {
        try (var server = SampleServer.of(new FileSample())) {
            var response = server.get("/");

            assertThat(response.headers().allValues("Content-Type")).containsExactly("text/plain");
            assertThat(response.body()).startsWith("This text is a file.").endsWith("another one.\n");
        }
    }

    private static Sample sampleOf(Path file) throws UsageException {
        var sample = new FileSample();
        sample.option("--file").orElseThrow().set(file.toString());
        return sample;
    }

    @Test
    void echo_request_isGivenBackByteForByte() throws Exception {
        try (var server = SampleServer.of(new Echo())) {
            var response = server.exchange("""
                    BREW //a%20b/../c?q= HTTP/1.1\r
                    hOST: x\r
                    A_b: "\\\t\u00e9\r
                    Connection: close\r
                    a_B:\r
                    Content-Length: 3\r
                    \r
                    \0\u00ff\n""");

            assertThat(response).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(response.substring(response.indexOf("\r\n\r\n") + 4)).isEqualTo("""
                    {"method":"BREW","target":"//a%20b/../c?q=","version":"HTTP/1.1",\
                    "headers":[["hOST","x"],["A_b","\\"\\\\\\t\\u00e9"],["Connection","close"],["a_B",""],["Content-Length","3"]],\
                    "body":"AP8K"}\r
                    """);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
    void echo_anyMethod_isAnsweredWith200(String method) throws Exception {
        try (var server = SampleServer.of(new Echo())) {
            var request = HttpRequest.newBuilder(server.uri("/"))
                    .method(method, BodyPublishers.noBody())
                    .build();

            var response = server.send(request);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
            assertThat(response.body())
                    .startsWith("{\"method\":\"" + method + "\",\"target\":\"/\",")
                    .endsWith(",\"body\":\"\"}\r\n");
        }
    }
}
