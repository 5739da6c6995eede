package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.middleware.Compress;
import dev.loomlet.middleware.StaticFiles;
import dev.loomlet.wsgi.FileWrapper;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of {@link StaticFiles} on the wire: the operating system sends them, a part too, and every channel is closed. */
@Timeout(30)
class ServedFilesTest {

    private static final String DIGITS = "0123456789".repeat(10_000);

    @TempDir
    private Path folder;

    private Path digits() throws Exception {
        return Files.writeString(folder.resolve("digits.txt"), DIGITS);
    }

    @Test
    void file_itsRanges_andConditions_onOneConnection() throws Exception {
        digits();
        try (var server = TestServer.of(StaticFiles.of(folder));
                var client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                var whole = client.get("/digits.txt").response();
                assertThat(whole.header("Content-Length")).isEqualTo("100000");
                assertThat(whole.text()).isEqualTo(DIGITS);

                var part = client.get("/digits.txt", "Range: bytes=50001-90000").response();
                assertThat(part.status()).isEqualTo(206);
                assertThat(part.text()).isEqualTo(DIGITS.substring(50_001, 90_001));

                var parts = client.get("/digits.txt", "Range: bytes=0-1,99998-").response();
                assertThat(parts.text()).contains("\r\n\r\n01\r\n", "\r\n\r\n89\r\n");

                var tag = whole.header("ETag");
                assertThat(client.get("/digits.txt", "If-None-Match: " + tag)
                                .response()
                                .status())
                        .isEqualTo(304);
                assertThat(client.get("/%2e%2e/etc/passwd").response().status()).isEqualTo(404);
                assertThat(client.get("/..%2fetc/passwd").response().status()).isEqualTo(404);
                assertThat(client.get("/digits.txt%00").response().status()).isBetween(400, 404);
            }
        }
    }

    @Test
    void range_overHttp2_isThatPart() throws Exception {
        digits();
        try (var server = TestServer.of(StaticFiles.of(folder));
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/digits.txt", "range", "bytes=50001-50010");
            var response = client.response(1);
            assertThat(response.headers()).containsEntry(":status", "206").containsEntry("content-length", "10");
            assertThat(response.body()).isEqualTo("1234567890");
        }
    }

    @Test
    void partOfAFile_withoutContentLength_endsWhereItIsToEnd() throws Exception {
        var file = digits();
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return new FileWrapper(FileChannel.open(file).position(3), 4);
                });
                var client = server.connect()) {
            var response = client.get("/").response();
            assertThat(response.header("Content-Length")).isEqualTo("4");
            assertThat(response.text()).isEqualTo("3456");
        }
    }

    @Test
    void compressedFile_isSentInChunks() throws Exception {
        digits();
        try (var server = TestServer.of(new Compress().wrap(StaticFiles.of(folder)));
                var client = server.connect()) {
            var response = client.get("/digits.txt", "Accept-Encoding: gzip").response();
            assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(String.join("", response.chunks()).length()).isBetween(100, 5000);
            assertThat(client.get("/digits.txt").response().text()).isEqualTo(DIGITS);
        }
    }
}
