package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that have streams reset by the thousand (RFC 9113 §10.5): no more handlers run than streams may, and the connection ends. */
@Timeout(60)
class Http2ResetsTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int LIMIT = 100;
    private static final int STREAMS = 10_000;

    private static TestServer serverOf(Http2Trapped app) throws Exception {
        return TestServer.of(app, config -> config.accessLog(AccessLog.none()));
    }

    /** CVE-2023-44487. A handler runs on when its stream was reset, and counts. */
    @Test
    void rapidReset_runsNoMoreHandlersThanStreams_andEndsTheConnection() throws Exception {
        assertEnds((flood, stream) -> flood.get(stream, "/waits").reset(stream));
    }

    /** What {@code attack} adds for each of very many streams ends the connection, and no more handlers run than there may be streams. */
    private static void assertEnds(ObjIntConsumer<Http2Flood> attack) throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            var flood = new Http2Flood();
            for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                attack.accept(flood, stream);
            }
            long before = Http2Flood.memory();
            flood.sendBy(client);
            assertThat(client.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(app.most).hasValueLessThanOrEqualTo(LIMIT);
            Http2Flood.assertHarmless(server, before);
            app.open.countDown();
        }
    }

    /** The slower sort: each handler has begun when its stream is reset. */
    @Test
    void handlersOfStreamsThatWereReset_countAsThoseOfOthers() throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            for (int stream = 1; stream < 2 * LIMIT; stream += 2) {
                client.get(stream, "/waits");
            }
            app.awaitBegun(LIMIT);
            for (int stream = 1; stream < 2 * LIMIT; stream += 2) {
                client.frame(Http2Client.RST_STREAM, 0, stream, Http2Client.number(8));
            }
            for (int stream = 2 * LIMIT + 1; stream < 3 * LIMIT; stream += 2) {
                client.get(stream, "/");
                assertThat(client.resetCode(stream)).isEqualTo(REFUSED_STREAM);
            }
            assertThat(app.calls).hasValue(LIMIT);
            app.open.countDown();
        }
    }

    /** A way to make the server reset a stream (CVE-2025-8671). */
    enum MadeReset {
        ZERO_INCREMENT {
            @Override
            void add(Http2Flood flood, int stream) {
                flood.post(stream, "/waits").frame(Http2Client.WINDOW_UPDATE, 0, stream, Http2Client.number(0));
            }
        },
        OVERFLOWING_INCREMENT {
            @Override
            void add(Http2Flood flood, int stream) {
                flood.post(stream, "/waits")
                        .frame(Http2Client.WINDOW_UPDATE, 0, stream, Http2Client.number(Integer.MAX_VALUE));
            }
        },
        DEPENDENCY_ON_ITSELF {
            @Override
            void add(Http2Flood flood, int stream) {
                var priority = ByteBuffer.allocate(5).putInt(stream).array();
                flood.post(stream, "/waits").frame(Http2Client.PRIORITY, 0, stream, priority);
            }
        },
        HEAD_THAT_DEPENDS_ON_ITSELF {
            @Override
            void add(Http2Flood flood, int stream) {
                var block = Http2Client.request("GET", "/waits");
                var all = ByteBuffer.allocate(5 + block.length).putInt(stream);
                flood.head(
                        Http2Client.END_STREAM | PRIORITY_FLAG,
                        stream,
                        all.put((byte) 0).put(block).array());
            }
        },
        MORE_DATA_THAN_CONTENT_LENGTH {
            @Override
            void add(Http2Flood flood, int stream) {
                flood.post(stream, "/waits", "content-length", "1").frame(Http2Client.DATA, 0, stream, new byte[2]);
            }
        },
        MALFORMED_REQUEST {
            @Override
            void add(Http2Flood flood, int stream) {
                flood.post(stream, "/waits", "connection", "close");
            }
        },
        PSEUDO_HEADER_IN_TRAILERS {
            @Override
            void add(Http2Flood flood, int stream) {
                flood.post(stream, "/waits").head(Http2Client.END_STREAM, stream, Http2Client.block(":path", "/"));
            }
        };

        private static final int PRIORITY_FLAG = 0x20;

        abstract void add(Http2Flood flood, int stream);
    }

    @ParameterizedTest
    @EnumSource
    void resetsThatTheServerIsMadeToSend_endTheConnection(MadeReset how) throws Exception {
        assertEnds(how::add);
    }

    /** Those of both sides are one budget. */
    @Test
    void resetsOfBothSides_countTogether() throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            var flood = new Http2Flood();
            for (int stream = 1; stream < 4 * 110; stream += 4) {
                flood.get(stream, "/").reset(stream);
                flood.post(stream + 2, "/reads").frame(Http2Client.WINDOW_UPDATE, 0, stream + 2, Http2Client.number(0));
            }
            flood.sendBy(client);
            assertThat(client.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /** The other kind of it: DATA where the client has already ended, which costs the connection at once. */
    @Test
    void dataBehindTheEndOfARequest_endsTheConnection() throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            new Http2Flood()
                    .get(1, "/waits")
                    .frame(Http2Client.DATA, 0, 1, new byte[10])
                    .sendBy(client);
            assertThat(client.goAwayCode()).isEqualTo(PROTOCOL_ERROR);
            app.open.countDown();
        }
    }
}
