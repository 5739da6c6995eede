package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests and responses over HTTP/2: the same application sees the same as over HTTP/1.1. */
@Timeout(30)
class Http2Test {

    private static Application says(java.util.function.Function<Environ, Object> what) {
        return (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(String.valueOf(what.apply(environ)));
        };
    }

    @Test
    void get_isAnswered_withItsLengthAndDate() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/");
            var response = client.response(1);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("Hello, World!\r\n");
            assertThat(response.headers())
                    .containsEntry("content-type", "text/plain")
                    .containsEntry("content-length", "15")
                    .containsKey("date")
                    .doesNotContainKey("connection");
        }
    }

    @Test
    void environ_hasTheVariablesOfHttp1() throws Exception {
        try (var server = TestServer.of(says(environ -> List.of(
                        environ.method(),
                        environ.pathInfo(),
                        environ.queryString(),
                        environ.get(Environ.SERVER_PROTOCOL),
                        environ.get("HTTP_HOST"),
                        environ.get("HTTP_X_ONE"),
                        environ.get(Environ.WSGI_URL_SCHEME),
                        environ.get(Environ.REMOTE_ADDR))));
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/a%20b?c=d", "x-one", "1", "x-one", "2");
            assertThat(client.response(1).body()).isEqualTo("[GET, /a b, c=d, HTTP/2.0, a, 1,2, http, 127.0.0.1]");
        }
    }

    @Test
    void cookieCrumbs_areJoined() throws Exception {
        try (var server = TestServer.of(says(environ -> environ.get("HTTP_COOKIE")));
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/", "cookie", "a=1", "cookie", "b=2");
            assertThat(client.response(1).body()).isEqualTo("a=1; b=2");
        }
    }

    @Test
    void accessLog_hasALineForEachStream() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/x");
            client.response(1);
            var record = server.nextRecord();
            assertThat(record.requestLine()).isEqualTo("GET /x HTTP/2.0");
            assertThat(record.status()).isEqualTo(200);
            assertThat(record.bodyLength()).isEqualTo(15);
        }
    }

    @Test
    void streams_areServedAtOnce() throws Exception {
        var both = new CountDownLatch(2);
        Application app = (environ, startResponse) -> {
            both.countDown();
            assertThat(both.await(5, TimeUnit.SECONDS)).isTrue();
            return Apps.HELLO.call(environ, startResponse);
        };
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/");
            client.get(3, "/");
            client.await(frame -> frame.ends());
            client.await(frame -> frame.ends());
            assertThat(client.head(1)).containsEntry(":status", "200");
            assertThat(client.head(3)).containsEntry(":status", "200");
        }
    }

    @Test
    void head_204And304_haveNoBody() throws Exception {
        Application app = (environ, startResponse) -> {
            startResponse.start(
                    switch (environ.pathInfo()) {
                        case "/204" -> "204 No Content";
                        case "/304" -> "304 Not Modified";
                        default -> "200 OK";
                    },
                    environ.pathInfo().equals("/") ? Apps.TEXT : Headers.empty());
            return environ.pathInfo().equals("/") ? Body.of("hidden") : List.of();
        };
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.frame(
                    Http2Client.HEADERS,
                    Http2Client.END_HEADERS | Http2Client.END_STREAM,
                    1,
                    Http2Client.request("HEAD", "/"));
            var head = client.response(1);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers()).containsEntry("content-length", "6");
            client.get(3, "/204");
            assertThat(client.response(3).headers()).doesNotContainKey("content-length");
            client.get(5, "/304");
            assertThat(client.response(5).status()).isEqualTo(304);
        }
    }

    @Test
    void body_inPieces_isRead() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/");
            client.data(1, false, "ab");
            client.frame(Http2Client.DATA, Http2Client.PADDED, 1, (byte) 2, (byte) 'c', (byte) 0, (byte) 0);
            client.ping();
            client.data(1, true, "d");
            assertThat(client.response(1).body()).isEqualTo("abcd");
        }
    }

    @Test
    void trailers_areDropped() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/");
            client.data(1, false, "ab");
            client.frame(
                    Http2Client.HEADERS,
                    Http2Client.END_HEADERS | Http2Client.END_STREAM,
                    1,
                    Http2Client.block("x-sum", "1"));
            assertThat(client.response(1).body()).isEqualTo("ab");
        }
    }

    @Test
    void generator_isSentBlockByBlock() throws Exception {
        var go = new LinkedBlockingQueue<String>();
        Iterable<byte[]> blocks = () -> Stream.of("one", "two")
                .map(block -> {
                    await(go);
                    return Apps.bytes(block);
                })
                .iterator();
        try (var server = TestServer.of(Apps.ok(blocks));
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/");
            go.add("");
            assertThat(client.await(frame -> frame.is(Http2Client.DATA, 1)).text())
                    .isEqualTo("one");
            go.add("");
            assertThat(client.response(1).body()).isEqualTo("onetwo");
        }
    }

    private static void await(LinkedBlockingQueue<String> queue) {
        try {
            assertThat(queue.poll(5, TimeUnit.SECONDS)).isNotNull();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fileAndWriter_areSent(@TempDir Path folder) throws Exception {
        var path = Files.write(folder.resolve("file"), new byte[100_000]);
        Application app = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            if (environ.pathInfo().equals("/file")) {
                return Body.file(path);
            }
            writer.write(Apps.bytes("written "));
            return Body.of("returned");
        };
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.frame(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(1_000_000));
            client.get(1, "/file");
            client.frame(Http2Client.WINDOW_UPDATE, 0, 1, Http2Client.number(1_000_000));
            assertThat(client.response(1).body()).hasSize(100_000);
            client.get(3, "/");
            assertThat(client.response(3).body()).isEqualTo("written returned");
        }
    }

    @Test
    void expectation_isAnsweredAtTheFirstRead() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/", "expect", "100-continue");
            client.await(frame -> frame.is(Http2Client.HEADERS, 1));
            assertThat(client.head(1)).containsEntry(":status", "100");
            client.data(1, true, "body");
            var response = client.response(1);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("body");
        }
    }

    @Test
    void earlyAnswer_endsTheUpload_andTheConnectionGoesOn() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/");
            client.data(1, false, "more to come");
            assertThat(client.response(1).status()).isEqualTo(200);
            assertThat(client.resetCode(1)).isZero();
            client.data(1, true, "on its way before the reset");
            client.get(3, "/");
            assertThat(client.response(3).status()).isEqualTo(200);
        }
    }

    @Test
    void http1_onTheSamePort_isServed_andAMethodThatBeginsAlikeToo() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            client.send("PRIVATE / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void preface_byteByByte_isSeen() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            for (byte b : Apps.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
                client.send(new byte[] {b});
            }
            client.send(Http2Client.frameBytes(Http2Client.SETTINGS, 0, 0, new byte[0]));
            assertThat(client.exactly(9)[3]).isEqualTo((byte) Http2Client.SETTINGS);
        }
    }

    @Test
    void preface_whereHttp2IsOff_isRefused() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.http2(false));
                var client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(505);
        }
    }
}
