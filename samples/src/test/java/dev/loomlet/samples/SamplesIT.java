package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sample out of the packaged jar, tried as its help says. */
@Timeout(60)
class SamplesIT {

    /** What the example of each sample prints. */
    private static final Map<String, String> PRINTED = Map.ofEntries(
            Map.entry("hello", "HTTP/1\\.1 200 OK\r\n(.+\r\n)+\r\nHello, World!\r\n"),
            Map.entry("spawned", "Hello from port [0-9]+!\r\n"),
            Map.entry("application-class", "a function\r\nan instance\r\na class at /class\r\n"),
            Map.entry("ip-allow-list", "Hello, World!\r\n403 Forbidden\n"),
            Map.entry("path-dispatch", "HTTP/1\\.1 200 OK\r\n(.+\r\n)+\r\nThis is dog!"),
            Map.entry(
                    "middleware-stack",
                    "HTTP/1\\.1 200 OK\r\n(.+\r\n)+\r\nHello from within!\r\n"
                            + "HTTP/1\\.1 418 \r\n(.+\r\n)+\r\n(.*\n)+"
                            + "HTTP/1\\.1 503 .+\r\n(.+\r\n)+\r\n503 Service Unavailable\n"),
            Map.entry("guestbook", "<h1>Guestbook</h1>\n"),
            Map.entry("streaming", "block 1 of 4\r\nblock 2 of 4\r\nblock 3 of 4\r\nblock 4 of 4\r\n"),
            Map.entry("upload", "1000000 bytes, SHA-256 [0-9a-f]{64}\r\n"),
            Map.entry("static-site", "<!DOCTYPE html>"),
            Map.entry("file", "HTTP/1\\.1 200 OK\r\n(.+\r\n)+\r\nThis text is a file\\..+\n"),
            Map.entry(
                    "echo",
                    "\\{\"method\":\"POST\",\"target\":\"/a%20path\\?query\",.+,\"body\":\"c29tZSBib2R5\"\\}\r\n"),
            Map.entry(
                    "spin",
                    "(loomlet-hub-[0-9]+: held by loomlet-hub-[0-9]+, [0-9]+ connections, [0-9]+ reliefs\r\n)+"),
            Map.entry("backdoor", "Hello, visitor [0-9]+!\r\n"),
            Map.entry("chat", "<h1>Chat</h1>\n"),
            Map.entry("tls", "Hello over HTTP/(1\\.1|2\\.0) and TLSv1\\.[23], TLS_[A-Z0-9_]+\r\n"),
            Map.entry("webob-hello", "POST /\n(.+: .+\n)+\nname=Ada\nnote: note\\.txt, 5 bytes\n"),
            Map.entry("django-style", "HTTP/1\\.1 200 OK\r\n(.+\r\n)+\r\nVisit 1\n"),
            Map.entry("xsl", "(?s)<html lang=\"en\">.*<td>Phobos, Deimos</td>.*</html>\\s*"),
            Map.entry(
                    "load-balancer",
                    "(backend [123]\r\n){3}(http://127\\.0\\.0\\.1:[0-9]+ up +active [0-9], requests [0-9]+, failures 0\n){3}"),
            Map.entry("live-clock", ":\ndata: [-0-9]+T[:.0-9]+Z\nid: [0-9]+\n\n"));

    static Stream<Sample> all() {
        return Samples.ALL.stream();
    }

    /** The manifest allows what renicing needs, so that neither the JVM nor the server has anything to say about it. */
    @Test
    void spin_reniced_warnsOfNothing() throws Exception {
        try (var spin = Child.start(List.of("-Dloomlet.relief.nice=10"), "spin", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(spin.url().resolve("/spin?ms=20")).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("computed for 20 ms\r\n");
            spin.signal("TERM");
            assertThat(spin.exitCode()).isZero();
            assertThat(spin.errors()).singleElement().asString().matches(Child.ON_HUBS);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void sample_exampleOfItsHelp_printsWhatItShows(Sample sample) throws Exception {
        try (var child = Child.start(sample.about().name(), "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var url = child.url();
            var request = HttpRequest.newBuilder(url.resolve("/?count=1")).build();
            int expected = List.of("application-class", "path-dispatch")
                            .contains(sample.about().name())
                    ? 404
                    : 200;
            /* Nobody but curl can be told on the command line to trust a certificate that was made a moment ago. */
            if (sample.scheme().equals("http")) {
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(expected);
            }
            if (curlIsInstalled()) {
                assertThat(shell(sample.about().example().replace("URL/", url.toString())))
                        .matches(PRINTED.get(sample.about().name()));
            }

            child.signal("TERM");

            assertThat(child.exitCode()).isZero();
        }
    }

    private static boolean curlIsInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
    }

    private static String shell(String command) throws IOException, InterruptedException {
        var shell = new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue()).as(command).isZero();
            return printed;
        } finally {
            shell.destroyForcibly();
        }
    }

    /** More handlers that compute and block than there are hubs: the others are served meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"spin", "block"})
    void spin_busyHandlers_doNotKeepOthersWaiting(String path) throws Exception {
        try (var child = Child.start("spin", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var url = child.url();
            var busy = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 1 + Runtime.getRuntime().availableProcessors(); i++) {
                var request = HttpRequest.newBuilder(url.resolve("/" + path + "?ms=3000"));
                busy.add(client.sendAsync(request.build(), BodyHandlers.ofString()));
            }
            for (int i = 0; i < 20; i++) {
                var hello = HttpRequest.newBuilder(url).build();
                assertThat(client.send(hello, BodyHandlers.ofString()).body()).isEqualTo("Hello, World!\r\n");
            }
            assertThat(busy).as("served before the busy ones").noneMatch(CompletableFuture::isDone);
            for (var response : busy) {
                assertThat(response.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            var hubs = HttpRequest.newBuilder(url.resolve("/hubs")).build();
            assertThat(client.send(hubs, BodyHandlers.ofString()).body()).containsPattern("[1-9][0-9]* reliefs");
        }
    }

    @Test
    void upload_ofMoreThanTheHeap_isReadInConstantMemory() throws Exception {
        long size = 100L << 20;
        try (var child = Child.start(List.of("-Xmx24m"), "upload", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(child.url())
                    .PUT(BodyPublishers.ofInputStream(() -> new Zeros(size)))
                    .build();

            var response = client.send(request, BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo(size + " bytes, SHA-256 " + sha256(new Zeros(size)) + "\r\n");
        }
    }

    private static String sha256(InputStream in) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** That many zero bytes. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
