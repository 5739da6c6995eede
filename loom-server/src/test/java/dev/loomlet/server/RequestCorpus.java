package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.vectors.Pieces;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drives a corpus of requests that others have collected against an application that echoes them: whole, byte by byte, and cut in two.
 * No part of a normal run, and no corpus is part of this project:
 *
 * <pre>
 *   mvn -Pcorpus -Dcorpus=/absolute/FILE.json -pl core,loom-server test
 * </pre>
 *
 * With {@code -Dcorpus.port=PORT} too, the echo sample that listens there is driven. Its limits are higher than those that the corpus
 * assumes, a request line of 4094 bytes and a header line of 8190 with its line end.
 */
class RequestCorpus {

    private static final Application ECHO = (environ, startResponse) -> {
        var body = environ.input().readAllBytes();
        var headers = new StringJoiner(",", "[", "]");
        for (var field : (Headers) environ.get(Environ.HEADERS_RAW)) {
            headers.add("[" + Json.quote(field.name()) + "," + Json.quote(field.value()) + "]");
        }
        startResponse.start("200 OK", Headers.of("Content-Type", "application/json"));
        return Body.of("{\"method\":%s,\"target\":%s,\"version\":%s,\"headers\":%s,\"body\":%s}"
                .formatted(
                        Json.quote(environ.method()),
                        Json.quote((String) environ.get(Environ.REQUEST_URI)),
                        Json.quote(environ.protocol()),
                        headers,
                        Json.quote(Base64.getEncoder().encodeToString(body))));
    };

    private static final List<String> DIFFERENCES = new ArrayList<>();
    private static Optional<TestServer> server = Optional.empty();
    private static int port;
    private static int equal;

    static List<CorpusCase> cases() throws IOException {
        var file = System.getProperty("corpus");
        assertThat(file).as("the system property corpus, a file").isNotNull();
        return CorpusCase.read(Path.of(file));
    }

    @BeforeAll
    static void start() throws IOException {
        port = Integer.getInteger("corpus.port", 0);
        if (port == 0) {
            var started =
                    TestServer.of(ECHO, config -> config.maxRequestLine(4094).maxHeaderLine(8188));
            server = Optional.of(started);
            port = started.port();
        }
    }

    @AfterAll
    static void report() {
        server.ifPresent(TestServer::close);
        System.out.println(equal + " cases as expected, " + DIFFERENCES.size() + " different by decision");
        DIFFERENCES.forEach(System.out::println);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void corpusCase_isAsExpected_orDifferentByDecision(CorpusCase one) throws IOException {
        var bytes = one.request().getBytes(StandardCharsets.ISO_8859_1);
        var difference = difference(one, List.of(bytes));
        assertThat(difference(one, Pieces.ofOneByte(bytes))).as("byte by byte").isEqualTo(difference);
        for (int cut : Pieces.cuts(bytes)) {
            assertThat(difference(one, Pieces.two(bytes, cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(difference);
        }
        if (difference.isEmpty()) {
            equal++;
        } else {
            var decision = CorpusDecision.on(one.request());
            assertThat(decision).as("a decision behind: %s", difference).isPresent();
            DIFFERENCES.add(
                    "%s: %s: %s".formatted(one, difference, decision.get().reason()));
        }
    }

    /** What is not as expected, empty if nothing. */
    private static String difference(CorpusCase one, List<byte[]> pieces) throws IOException {
        try (var client = RawClient.connect(port)) {
            send(one, client, pieces);
            for (var expected : one.expected()) {
                var response = client.response();
                boolean connect = expected.method().equals("CONNECT") && response.status() == 200;
                if (!connect && !CorpusCase.echoed(response).equals(Optional.of(expected))) {
                    return "is answered with " + response.statusLine() + " "
                            + response.text().strip();
                }
            }
            if (one.expected().isEmpty()) {
                var response = client.response();
                if (response.status() < 400 || !response.header("Connection").equals("close")) {
                    return "is answered with " + response.statusLine();
                }
            }
            client.assertClosed();
            client.reset();
            return "";
        }
    }

    private static void send(CorpusCase one, RawClient client, List<byte[]> pieces) {
        try {
            for (var piece : pieces) {
                client.send(piece);
            }
            if (one.ends()) {
                client.endOutput();
            }
        } catch (IOException e) {
            /* The server has answered and closed; what it answered is looked at next. */
        }
    }
}
