package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.io.FileInputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not bytes on a disk, so that their length is not known before they are read. */
class SpecialFileTest {

    /** The kernel makes it while it is read, and says that its size is 0. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void procFile_isSentWhole(String version) throws Exception {
        var file = Path.of("/proc/self/auxv");
        assertThat(Files.size(file)).isZero();
        Application sending = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.file(file);
        };
        try (var server = TestServer.of(sending);
                var client = server.connect().send("GET / " + version + "\r\nHost: a\r\n\r\n")) {
            var response = client.response();
            assertThat(Apps.bytes(response.text())).isNotEmpty().isEqualTo(Files.readAllBytes(file));
            assertThat(response.headers("Content-Length")).isEmpty();
        }
    }

    /** It has no position to send from. Each block is sent when it comes. */
    @Test
    void namedPipe_isSentAsItComes(@TempDir Path folder) throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Application sending = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.stream(new FileInputStream(pipe.toFile()));
        };
        try (var server = TestServer.of(sending);
                var client = server.connect()) {
            /* Open for reading too, since an open for writing only would wait for a reader. */
            try (var writer = new RandomAccessFile(pipe.toFile(), "rw")) {
                writer.writeBytes("first");
                assertThat(client.get("/").head().status()).isEqualTo(200);
                assertThat(client.line()).isEqualTo("5");
                assertThat(client.line()).isEqualTo("first");
                writer.writeBytes("last");
                assertThat(client.line()).isEqualTo("4");
                assertThat(client.line()).isEqualTo("last");
            }
            assertThat(client.line()).isEqualTo("0");
            assertThat(client.line()).isEmpty();
        }
    }
}
