package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that people use, none of them ours, are served by the packaged jar. They must be installed: a client that is missing fails. */
@Timeout(90)
class ClientsIT {

    private static final String HELLO = "Hello, World!";

    @Test
    void curl_twoRequests_areServedOnOneConnection() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            var url = hello.url().toString();
            var output = run("curl", "--silent", "--show-error", "--verbose", url, url);
            assertThat(output).contains("HTTP/1.1 200 OK", "Re-using existing connection");
            assertThat(output.split(HELLO, -1)).hasSize(3);
        }
    }

    @Test
    void curl_largeUpload_waitsForThe100() throws Exception {
        try (var upload = Child.start("upload", "--port", "0")) {
            var url = upload.url().toString();
            var output = run(
                    "sh",
                    "-c",
                    "head -c 3000000 /dev/zero | curl -sSv -H 'Expect: 100-continue' --data-binary @- " + url);
            assertThat(output).contains("HTTP/1.1 100 Continue", "HTTP/1.1 200 OK", "3000000");
        }
    }

    @Test
    void ab_keepAliveOfHttp10_isKeptAlive() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            var output =
                    run("ab", "-q", "-k", "-n", "2000", "-c", "20", hello.url().toString());
            assertThat(output)
                    .containsPattern("Complete requests: +2000")
                    .containsPattern("Failed requests: +0")
                    .containsPattern("Keep-Alive requests: +2000");
        }
    }

    @Test
    void ab_connectionARequest_isServed() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            var output = run("ab", "-q", "-n", "1000", "-c", "20", hello.url().toString());
            assertThat(output).containsPattern("Complete requests: +1000").containsPattern("Failed requests: +0");
        }
    }

    @Test
    void wrk_manyConnections_getsAnswersOnly() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            var output = run("wrk", "-t1", "-c256", "-d2s", hello.url().toString());
            assertThat(output).containsPattern("[1-9]\\d* requests in").doesNotContain("Non-2xx", "Socket errors");
        }
    }

    @Test
    void jdkClient_thatAsksForHttp2_isServedHttp11() throws Exception {
        try (var hello = Child.start("hello", "--port", "0");
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            var request = HttpRequest.newBuilder(hello.url())
                    .timeout(Duration.ofSeconds(10))
                    .build();
            for (int i = 0; i < 3; i++) {
                var response = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
                assertThat(response.body()).contains(HELLO);
            }
        }
    }

    @Test
    void chromium_page_isShown(@TempDir Path profile) throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            assertThat(chromium(hello.url(), profile)).contains(HELLO);
        }
    }

    private static String chromium(URI url, Path profile) throws IOException, InterruptedException {
        return run(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--dump-dom",
                url.toString());
    }

    /** Runs a command to its end and returns what it printed. */
    static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var printed = process.getInputStream()) {
            process.getOutputStream().close();
            var output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", List.of(command), output)
                    .isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
