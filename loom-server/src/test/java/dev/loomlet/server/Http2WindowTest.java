package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow control towards a client that takes little (RFC 9113 §5.2). */
@Timeout(30)
class Http2WindowTest {

    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int INITIAL_WINDOW = 65_535;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int CANCEL = 8;
    private static final byte[] CLOSED_WINDOW = Http2Client.setting(INITIAL_WINDOW_SIZE, 0);

    /** Answers with as many bytes as the path says. */
    private static final Application COUNTED = (environ, startResponse) -> {
        int count = Integer.parseInt(environ.pathInfo().substring(1));
        startResponse.start("200 OK", Apps.TEXT);
        return Body.of(new byte[count]);
    };

    private static final Application LENGTH = (environ, startResponse) -> {
        long length = environ.input().transferTo(OutputStream.nullOutputStream());
        startResponse.start("200 OK", Apps.TEXT);
        return Body.of(Long.toString(length));
    };

    /** Flow control is for DATA only. */
    @Test
    void head_whereTheStreamsWindowIsEmpty_isSent() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.connect(server.port(), CLOSED_WINDOW)) {
            client.get(1, "/");
            client.await(frame -> frame.is(Http2Client.HEADERS, 1));
            assertThat(client.head(1)).containsEntry(":status", "200").containsEntry("content-length", "15");
            client.frame(Http2Client.WINDOW_UPDATE, 0, 1, Http2Client.number(5));
            assertThat(client.await(frame -> frame.is(Http2Client.DATA, 1)).text())
                    .isEqualTo("Hello");
            client.frame(Http2Client.WINDOW_UPDATE, 0, 1, Http2Client.number(100));
            assertThat(client.response(1).body()).isEqualTo("Hello, World!\r\n");
        }
    }

    @Test
    void heads_whereTheConnectionsWindowIsEmpty_areSent() throws Exception {
        try (var server = TestServer.of(COUNTED);
                var client = Http2Client.connect(server.port(), Http2Client.setting(INITIAL_WINDOW_SIZE, 1_000_000))) {
            client.get(1, "/" + INITIAL_WINDOW);
            client.response(1);
            for (int stream = 3; stream < 23; stream += 2) {
                client.get(stream, "/10");
                int wanted = stream;
                client.await(frame -> frame.is(Http2Client.HEADERS, wanted));
            }
            client.frame(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(100));
            for (int stream = 3; stream < 23; stream += 2) {
                assertThat(client.response(stream).body()).hasSize(10);
            }
        }
    }

    /** All in one packet, so that their responses are given to the engine in few turns: what one takes of the window lacks another. */
    @Test
    void headsOfManyResponses_thatTogetherEmptyTheConnectionsWindow_areSent() throws Exception {
        try (var server = TestServer.of(COUNTED);
                var client = Http2Client.connect(server.port(), Http2Client.setting(INITIAL_WINDOW_SIZE, 1_000_000))) {
            var all = new ByteArrayOutputStream();
            for (int stream = 1; stream < 41; stream += 2) {
                all.writeBytes(getBytes(stream, "/9000"));
            }
            client.write(all.toByteArray());
            for (int heads = 0; heads < 20; heads++) {
                client.await(frame -> frame.type() == Http2Client.HEADERS);
            }
        }
    }

    private static byte[] getBytes(int stream, String path) {
        return Http2Client.frameBytes(
                Http2Client.HEADERS,
                Http2Client.END_HEADERS | Http2Client.END_STREAM,
                stream,
                Http2Client.request("GET", path));
    }

    /** The handler has long ended: what it returned waits for the client. */
    @Test
    void window_thatIsNeverOpened_resetsTheStream_andTheConnectionGoesOn() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.writeTimeout(Duration.ofMillis(200)));
                var client = Http2Client.connect(server.port(), CLOSED_WINDOW)) {
            client.get(1, "/");
            assertThat(client.resetCode(1)).isEqualTo(CANCEL);
            client.get(3, "/");
            client.frame(Http2Client.WINDOW_UPDATE, 0, 3, Http2Client.number(100));
            assertThat(client.response(3).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40_000})
    void handlerThatWaitsForTheWindow_getsAnException(int window) throws Exception {
        var outcomes = new LinkedBlockingQueue<String>();
        Application app = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            try {
                for (int i = 0; i < 1000; i++) {
                    writer.write(new byte[16_384]);
                }
            } catch (IOException e) {
                outcomes.add("broken");
                throw e;
            }
            return Body.of("");
        };
        try (var server = TestServer.of(app, config -> config.writeTimeout(Duration.ofMillis(200)));
                var client = Http2Client.connect(server.port(), Http2Client.setting(INITIAL_WINDOW_SIZE, window))) {
            client.get(1, "/");
            assertThat(client.resetCode(1)).isEqualTo(CANCEL);
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isEqualTo("broken");
            assertThat(server.nextRecord().requestLine()).isEqualTo("GET / HTTP/2.0");
        }
    }

    /** For longer than the time, and never as long as that without a byte; another stream gets none. */
    @Test
    void window_thatIsOpenedNowAndThen_keepsTheStream_andNoOther() throws Exception {
        try (var server = TestServer.of(COUNTED, config -> config.writeTimeout(Duration.ofMillis(500)));
                var client = Http2Client.connect(server.port(), CLOSED_WINDOW)) {
            client.get(1, "/20");
            client.get(3, "/20");
            for (int i = 0; i < 20; i++) {
                TimeUnit.MILLISECONDS.sleep(60);
                client.frame(Http2Client.WINDOW_UPDATE, 0, 1, Http2Client.number(1));
            }
            var ends = List.of(
                    client.await(frame -> frame.ends() || frame.type() == Http2Client.RST_STREAM),
                    client.await(frame -> frame.ends() || frame.type() == Http2Client.RST_STREAM));
            assertThat(ends).anyMatch(frame -> frame.is(Http2Client.RST_STREAM, 3) && frame.code() == CANCEL);
            assertThat(ends).anyMatch(frame -> frame.is(Http2Client.DATA, 1));
        }
    }

    /** The connection's window does not help a stream whose own is closed. */
    @Test
    void connectionsWindow_thatIsOpenedNowAndThen_doesNotKeepTheStream() throws Exception {
        try (var server = TestServer.of(COUNTED, config -> config.writeTimeout(Duration.ofMillis(200)));
                var client = Http2Client.connect(server.port(), CLOSED_WINDOW)) {
            client.get(1, "/12");
            client.await(frame -> frame.is(Http2Client.HEADERS, 1));
            var opening = Thread.startVirtualThread(() -> openForEver(client));
            assertThat(client.resetCode(1)).isEqualTo(CANCEL);
            opening.interrupt();
            opening.join();
        }
    }

    private static void openForEver(Http2Client client) {
        try {
            while (true) {
                client.frame(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(1));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            /* The test is over. */
            return;
        }
    }

    /** §6.9.1, though nothing more is sent: the engine knows no window of a stream whose response is over. A slow client comes too late. */
    @Test
    void window_thatOverflowsBehindAnEarlyAnswer_resetsTheStream() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.connect(server.port())) {
            int code = 0;
            for (int stream = 1; code == 0 && stream < 21; stream += 2) {
                client.post(stream, "/");
                assertThat(client.response(stream).status()).isEqualTo(200);
                client.frame(Http2Client.WINDOW_UPDATE, 0, stream, Http2Client.number(Integer.MAX_VALUE));
                code = client.resetCode(stream);
            }
            assertThat(code).isEqualTo(FLOW_CONTROL_ERROR);
            client.get(21, "/");
            assertThat(client.response(21).status()).isEqualTo(200);
        }
    }

    /** The same while the response goes out, at any moment of it. */
    @Test
    void window_thatOverflowsMeanwhile_resetsTheStream() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO, config -> config.http2Resets(1000).accessLog(AccessLog.none()));
                var client = Http2Client.connect(server.port())) {
            for (int stream = 1; stream < 600; stream += 2) {
                client.post(stream, "/");
                client.frame(Http2Client.WINDOW_UPDATE, 0, stream, Http2Client.number(Integer.MAX_VALUE));
                assertThat(client.resetCode(stream)).as("stream %d", stream).isEqualTo(FLOW_CONTROL_ERROR);
            }
        }
    }

    /** The engine keeps what waits for the window of a stream that the client has reset, and for each a buffer of 16 KiB. */
    @Test
    void responses_whoseStreamsAreResetWhileTheyWait_areNotKept() throws Exception {
        int streams = 3000;
        try (var server = TestServer.of(
                        Apps.HELLO, config -> config.http2Resets(2 * streams).accessLog(AccessLog.none()));
                var client = Http2Client.connect(server.port(), CLOSED_WINDOW)) {
            long before = direct();
            for (int i = 0; i < streams; i++) {
                int stream = 2 * i + 1;
                client.get(stream, "/");
                client.await(frame -> frame.is(Http2Client.HEADERS, stream));
                client.frame(Http2Client.RST_STREAM, 0, stream, Http2Client.number(CANCEL));
            }
            client.ping();
            assertThat(direct() - before).isLessThan(4 << 20);
        }
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Padding, its length octet too, counts as content does (RFC 9113 §6.1): the client must get its window back for it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void paddingThatWasSent_isGivenBack(int padding) throws Exception {
        try (var server = TestServer.of(LENGTH);
                var client = Http2Client.connect(server.port())) {
            var payload = new byte[1 + 9 + padding];
            payload[0] = (byte) padding;
            long windowOfStream = INITIAL_WINDOW;
            long windowOfConnection = INITIAL_WINDOW;
            client.post(1, "/");
            int frames = 8 * INITIAL_WINDOW / payload.length;
            for (int i = 0; i < frames; i++) {
                while (Math.min(windowOfStream, windowOfConnection) < payload.length) {
                    var update = client.await(frame -> frame.type() == Http2Client.WINDOW_UPDATE);
                    windowOfStream += update.stream() == 1 ? update.increment() : 0;
                    windowOfConnection += update.stream() == 0 ? update.increment() : 0;
                }
                client.frame(Http2Client.DATA, Http2Client.PADDED, 1, payload);
                windowOfStream -= payload.length;
                windowOfConnection -= payload.length;
            }
            client.data(1, true, "");
            assertThat(client.response(1).body()).isEqualTo(Integer.toString(9 * frames));
        }
    }
}
