package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLoggingTest {

    private final List<AccessEntry> entries = new ArrayList<>();

    private Application logged(Application application) {
        return new AccessLogging(entries::add).wrap(application);
    }

    private AccessEntry only() {
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    @Test
    void wrap_list_isToldOfWhenTheResponseWasSent() throws Exception {
        var request =
                TestGateway.get("/a%20?q=1").header("Referer", "http://r/").header("User-Agent", "curl");
        var earliest = Instant.now();
        var answer = request.send((environ, startResponse) -> {
            var result = logged(Apps.HELLO).call(environ, startResponse);
            assertThat(entries).isEmpty();
            return result;
        });
        assertThat(answer.result()).isInstanceOf(List.class);
        var entry = only();
        assertThat(entry.remoteAddr()).isEqualTo("192.0.2.7");
        assertThat(entry.remoteUser()).isEmpty();
        assertThat(entry.requestLine()).isEqualTo("GET /a%20?q=1 HTTP/1.1");
        assertThat(entry.status()).isEqualTo(200);
        assertThat(entry.bytes()).isEqualTo(5);
        assertThat(entry.time()).isBetween(earliest, Instant.now());
        assertThat(entry.duration()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
        assertThat(entry.referer()).contains("http://r/");
        assertThat(entry.userAgent()).contains("curl");
    }

    @Test
    void wrap_blocksAndWrites_areCounted_andTheResultIsClosedOnce() throws Exception {
        var blocks = new Apps.Blocks(Apps.block("ab"), Apps.block(""), Apps.block("c"));
        TestGateway.get("/").send(logged((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT).write("12345".getBytes(UTF_8));
            return blocks;
        }));
        assertThat(only().bytes()).isEqualTo(8);
        assertThat(blocks.closed).isOne();
    }

    @Test
    void wrap_head_hasNoBytes() throws Exception {
        TestGateway.of("HEAD", "/").send(logged(Apps.HELLO));
        assertThat(only().bytes()).isZero();
    }

    @Test
    void wrap_file_staysOne_itsLengthFromTheHeaderOrTheFile(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("f"), "0123456789");
        Application sends = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.file(file);
        };
        assertThat(TestGateway.get("/").send(logged(sends)).result()).isInstanceOf(FileWrapper.class);
        assertThat(only().bytes()).isEqualTo(10);
        Application partly = (environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "a/b", "Content-Length", "3"));
            return Body.file(file);
        };
        TestGateway.get("/").send(logged(partly));
        assertThat(entries.getLast().bytes()).isEqualTo(3);
    }

    @Test
    void wrap_exception_is500_andGoesOn() {
        var failure = new IllegalStateException("no");
        assertThatThrownBy(() -> TestGateway.get("/").send(logged(Apps.fails(failure))))
                .isSameAs(failure);
        assertThat(only().status()).isEqualTo(500);
    }

    @Test
    void wrap_exceptionOfTheBody_keepsTheStatusThatWasStarted() {
        var blocks = new Apps.Blocks(Apps.block("ab"), () -> {
            throw new IllegalStateException("no");
        });
        var site = logged(Apps.answers("200 OK", Apps.TEXT, blocks));
        assertThatThrownBy(() -> TestGateway.get("/").send(site)).hasMessage("no");
        assertThat(only().status()).isEqualTo(200);
        assertThat(only().bytes()).isEqualTo(2);
        assertThat(blocks.closed).isOne();
    }

    @Test
    void wrap_exceptionOfTheBodyBeforeStart_is500() {
        var blocks = new Apps.Blocks(() -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> TestGateway.get("/").send(logged((environ, startResponse) -> blocks)))
                .hasMessage("no");
        assertThat(only().status()).isEqualTo(500);
    }

    @Test
    void wrap_serverWithoutPosthooks_isToldOfAtClose() throws Exception {
        var blocks = new Apps.Blocks(Apps.block("ab"));
        TestGateway.get("/").without(Environ.POSTHOOKS).send((environ, startResponse) -> {
            var result = logged(Apps.answers("200 OK", Apps.TEXT, blocks)).call(environ, startResponse);
            assertThat(entries).isEmpty();
            return result;
        });
        assertThat(only().bytes()).isEqualTo(2);
        TestGateway.get("/").without(Environ.POSTHOOKS).send(logged(Apps.HELLO));
        assertThat(entries).hasSize(2);
        var failing = logged(Apps.fails(new IllegalStateException("no")));
        assertThatThrownBy(() -> TestGateway.get("/").without(Environ.POSTHOOKS).send(failing));
        assertThat(entries).hasSize(3);
    }

    @Test
    void wrap_lastStatus_userAndAddressAtTheEnd() throws Exception {
        TestGateway.get("/").send(logged((environ, startResponse) -> {
            environ.put("REMOTE_USER", "ann");
            environ.put("REMOTE_ADDR", "198.51.100.1");
            startResponse.start("200 OK", Apps.TEXT);
            startResponse.start("418 I'm a teapot", Apps.TEXT, new IllegalStateException());
            return Body.empty();
        }));
        assertThat(only().status()).isEqualTo(418);
        assertThat(only().remoteUser()).contains("ann");
        assertThat(only().remoteAddr()).isEqualTo("198.51.100.1");
    }

    private static AccessEntry entry(String user, String line, int status, long bytes, String agent) {
        return new AccessEntry(
                "192.0.2.7",
                Optional.of(user),
                Instant.parse("2026-03-01T12:00:00Z"),
                line,
                status,
                bytes,
                Duration.ofMillis(3),
                Optional.empty(),
                Optional.of(agent));
    }

    @Test
    void combined_isApachesLine() {
        assertThat(entry("ann", "GET / HTTP/1.1", 200, 12, "curl/8").combined())
                .matches(
                        "192\\.0\\.2\\.7 - ann \\[01/Mar/2026:\\d\\d:\\d\\d:00 [+-]\\d{4}] \"GET / HTTP/1\\.1\" 200 12 \"-\""
                                + " \"curl/8\"");
    }

    @Test
    void common_nothing_isADash() {
        assertThat(entry("", "GET / HTTP/1.1", 0, 0, "").common())
                .startsWith("192.0.2.7 - - [")
                .endsWith("\"GET / HTTP/1.1\" - -");
    }

    @Test
    void combined_hostileTexts_cannotForgeALine() {
        var line = entry("a b\"", "GET /\"\\\n\u00e9\u20ac HTTP/1.1", 200, 1, "x\" \"y\r\n1.1.1.1 - -")
                .combined();
        assertThat(line)
                .contains(" - a\\x20b\\\" [")
                .contains("\"GET /\\\"\\\\\\x0a\\xe9\\u20ac HTTP/1.1\"")
                .endsWith("\"x\\\" \\\"y\\x0d\\x0a1.1.1.1 - -\"");
    }

    @Test
    void to_printStream_writesALineWithTheDuration() throws Exception {
        var bytes = new ByteArrayOutputStream();
        var site = AccessLogging.to(new PrintStream(bytes, /* autoFlush= */ true, UTF_8))
                .wrap(Apps.HELLO);
        TestGateway.get("/").send(site);
        assertThat(bytes.toString(UTF_8))
                .matches("192\\.0\\.2\\.7 - - \\[.*] \"GET / HTTP/1\\.1\" 200 5 \"-\" \"-\" \\d+\n");
    }
}
