package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of the jar sees: output, exit codes, signals. */
@Timeout(60)
class LauncherIT {

    private static final String PIPELINED = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void launcher_withoutArguments_listsAllSamplesALineEach() throws Exception {
        try (var child = Child.start()) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.errors()).isEmpty();
            var lines = child.restOfOutput();
            assertThat(lines.subList(0, 2)).containsExactly("usage: loomlet NAME [options]; NAME --help says more", "");
            assertThat(lines.subList(2, lines.size()))
                    .containsExactlyElementsOf(Samples.abouts().stream()
                            .map(about -> String.format("  %-18s %s", about.name(), about.summary()))
                            .toList());
        }
    }

    @Test
    void launcher_help_listsTheSamplesToo() throws Exception {
        try (var child = Child.start("--help")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.restOfOutput()).hasSize(2 + Samples.abouts().size());
        }
    }

    @Test
    void sample_help_tellsSummaryOptionsAndExample() throws Exception {
        try (var child = Child.start("file", "--port", "1", "--help")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.errors()).isEmpty();
            assertThat(child.restOfOutput())
                    .containsExactly(
                            "usage: loomlet file [options]",
                            "",
                            new FileSample().about().summary(),
                            "",
                            "  --file PATH    the file to send (default: a short text)",
                            "  --host HOST    the name or address to serve on (default 127.0.0.1)",
                            "  --port PORT    the port, 0 for any free one (default 8080)",
                            "  --max-line N   bytes of the request line and of each header line at most (default 8192)",
                            "  --scheduling S hub, jdk or auto (the default): what runs the connections' threads",
                            "  --access-log   print a line for each response",
                            "  --debug        send the stack trace of a failed application to the client",
                            "  --help         print this and end",
                            "",
                            "Try it with:",
                            "  curl -i http://127.0.0.1:8080/");
        }
    }

    @Test
    void sample_unknown_isOneLineAndExitCode2() throws Exception {
        assertRefused("loomlet: unknown sample nope\\?line \\(without a name, all are listed\\)", "nope\nline");
    }

    @Test
    void option_unknown_isOneLineAndExitCode2() throws Exception {
        assertRefused(
                "loomlet: unknown option --prot \\(hello --help lists those there are\\)", "hello", "--prot", "0");
    }

    @Test
    void port_malformed_isOneLineAndExitCode2() throws Exception {
        assertRefused("loomlet: --port must be a number from 0 to 65535, not \"65536\"", "hello", "--port", "65536");
    }

    @Test
    void port_taken_isOneLineAndExitCode2() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(holder.getLocalPort());
            var refused = "loomlet: cannot serve http://127.0.0.1:" + port + "/: ";
            /* One binds by itself, the other by the server, which tells who holds the port where it can find out. */
            assertRefused(refused + "Address already in use", "hello", "--port", port);
            assertRefused(
                    refused + "cannot bind 127.0.0.1 port " + port + ": Address already in use\\.( It is held by .*)?",
                    "spawned",
                    "--port",
                    port);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "echo"})
    void host_unknown_isOneLineAndExitCode2(String name) throws Exception {
        assertRefused("loomlet: cannot serve http://\\[a b:c\\]:8080/: .+", name, "--host", "a b:c");
    }

    private static void assertRefused(String linePattern, String... args) throws Exception {
        try (var child = Child.start(args)) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.restOfOutput()).isEmpty();
            assertThat(child.errors()).singleElement().asString().matches(linePattern);
        }
    }

    /** Hubs where they can be, which the jar's manifest allows; otherwise it says what is lacking. */
    @Test
    void scheduling_left_isHubsWherePossible_andToldInALine() throws Exception {
        try (var open = Child.start("hello", "--port", "0");
                var closed = Child.startOnClassPath("hello", "--port", "0");
                var chosen = Child.start("hello", "--port", "0", "--scheduling", "jdk")) {
            for (var child : List.of(open, closed, chosen)) {
                assertThat(get(child.url())).isEqualTo("Hello, World!\r\n");
                child.signal("TERM");
                assertThat(child.exitCode()).isZero();
            }
            assertThat(open.errors()).singleElement().asString().matches(Child.ON_HUBS);
            assertThat(closed.errors())
                    .singleElement()
                    .asString()
                    .contains("connections run on the JDK's scheduler (no hubs: ")
                    .contains("--add-opens java.base/java.lang=");
            assertThat(chosen.errors()).singleElement().asString().endsWith("connections run on the JDK's scheduler");
        }
    }

    /** By descriptor with what the manifest opens; where only java.lang is open, by channel, and the log says so. */
    @Test
    void sockets_areReadByDescriptor_withWhatTheManifestOpens(@TempDir Path folder) throws Exception {
        var logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=FINE
                dev.loomlet.server.hub.level=FINE
                """);
        var option = "-Djava.util.logging.config.file=" + logging;
        try (var open = Child.start(List.of(option), "hello", "--port", "0");
                var closed = Child.startOnClassPath(
                        List.of(option, "--add-opens=java.base/java.lang=ALL-UNNAMED"), "hello", "--port", "0")) {
            for (var child : List.of(open, closed)) {
                assertThat(get(child.url())).isEqualTo("Hello, World!\r\n");
                child.signal("TERM");
                assertThat(child.exitCode()).isZero();
            }
            assertThat(open.errors()).singleElement().asString().matches(Child.ON_HUBS);
            assertThat(closed.errors())
                    .containsOnlyOnce(
                            "loomlet: sockets are read and written by their channels: sun.nio.ch is not open to"
                                    + " Loomlet")
                    .anyMatch(line -> line.matches(Child.ON_HUBS));
        }
    }

    @Test
    void withoutWhatTheManifestAllows_pipelinedRequestsAreAnswered() throws Exception {
        try (var child = Child.startOnClassPath("hello", "--port", "0");
                var socket =
                        new Socket(InetAddress.getLoopbackAddress(), child.url().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((PIPELINED.repeat(2) + PIPELINED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                            .getBytes(StandardCharsets.US_ASCII));
            var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answers.split("Hello, World!\r\n", -1)).hasSize(4);
        }
    }

    @Test
    void withoutWhatTheManifestAllows_webSocketsAreServed() throws Exception {
        var echoed = new CompletableFuture<String>();
        var said = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket page, CharSequence text, boolean last) {
                if (text.toString().startsWith("guest 1: ")) {
                    echoed.complete(text.toString());
                }
                page.request(1);
                return CompletableFuture.completedStage(null);
            }
        };
        try (var child = Child.startOnClassPath("chat", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var url = URI.create(child.url().resolve("/chat").toString().replace("http", "ws"));
            var page = client.newWebSocketBuilder().buildAsync(url, said).get(30, TimeUnit.SECONDS);
            page.sendText("anybody?", /* last= */ true).get(30, TimeUnit.SECONDS);
            assertThat(echoed.get(30, TimeUnit.SECONDS)).isEqualTo("guest 1: anybody?");
            page.abort();
        }
    }

    @Test
    void host_ofIpv6_isServedAndPrintedInBrackets() throws Exception {
        try (var child = Child.start("hello", "--host", "::1", "--port", "0")) {
            var url = child.url();
            assertThat(url.getHost()).isEqualTo("[::1]");
            assertThat(get(url)).isEqualTo("Hello, World!\r\n");
        }
    }

    @Test
    void accessLog_request_isALineOnStandardOutput() throws Exception {
        try (var child = Child.start("hello", "--port", "0", "--access-log")) {
            get(child.url());
            assertThat(child.nextLine()).matches("127\\.0\\.0\\.1 - - \\[.+\\] \"GET / HTTP/1\\.1\" 200 15 [0-9.]+");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signal_whileARequestIsInFlight_letsItFinishAndExitsWith0(String signal) throws Exception {
        try (var child = Child.start("streaming", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(child.url().resolve("/?count=3&millis=700"))
                    .build();
            var stream = client.send(request, BodyHandlers.ofInputStream()).body();
            try (var body = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
                assertThat(body.readLine()).isEqualTo("block 1 of 3");

                child.signal(signal);

                assertThat(child.nextLine()).isEqualTo("stopping: 1 connections, up to 30 s");
                assertThat(body.lines()).containsExactly("block 2 of 3", "block 3 of 3");
            }
            assertThat(child.exitCode()).isZero();
            assertThat(child.restOfOutput()).isEmpty();
        }
    }

    @Test
    void signal_withAnIdleConnection_exitsWith0AndHasLoggedNothing() throws Exception {
        try (var child = Child.start("hello", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(child.url()).build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);

            child.signal("TERM");

            assertThat(child.exitCode()).isZero();
            assertThat(child.restOfOutput()).containsExactly("stopping: 1 connections, up to 30 s");
        }
    }

    private static String get(URI url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
