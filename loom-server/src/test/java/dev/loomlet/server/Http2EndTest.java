package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When and how a connection that speaks HTTP/2 ends (RFC 9113 §5.4.1, §9.1). */
@Timeout(30)
class Http2EndTest {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int PROTOCOL_ERROR = 1;
    private static final int ACK = 1;

    /** The engine would log an error of it. */
    @ParameterizedTest
    @ValueSource(ints = {Http2Client.HEADERS, Http2Client.PING, Http2Client.SETTINGS, 99})
    void firstFrame_thatIsNotTheSettings_endsTheConnection(int type) throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.open(server.port())) {
            var payload = type == Http2Client.HEADERS ? Http2Client.request("GET", "/") : new byte[0];
            int flags = type == Http2Client.SETTINGS ? ACK : Http2Client.END_HEADERS | Http2Client.END_STREAM;
            client.write(Apps.bytes(PREFACE));
            client.frame(type, flags, type == Http2Client.HEADERS ? 1 : 0, payload);
            assertThat(client.goAwayCode()).isEqualTo(PROTOCOL_ERROR);
            assertThat(app.calls).hasValue(0);
            assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void preface_thatIsBroken_endsTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = Http2Client.open(server.port())) {
            client.write(Apps.bytes("PRI * HTTP/2.0\r\n\r\nSN\r\n\r\n"));
            client.awaitEnd();
        }
    }

    @Test
    void connectionWithoutARequest_isEndedAfterTheIdleTimeout() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.idleTimeout(Duration.ofMillis(100)));
                var client = Http2Client.connect(server.port())) {
            assertThat(client.goAwayCode()).isZero();
        }
    }

    /** As HTTP/1.1 closes after each response; requests that are sent together are all served. */
    @Test
    void idleTimeoutOf0_endsTheConnection_whenNoRequestIsInProgress() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app, config -> config.idleTimeout(Duration.ZERO));
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/waits");
            client.get(3, "/");
            assertThat(client.response(3).status()).isEqualTo(200);
            app.open.countDown();
            assertThat(client.response(1).status()).isEqualTo(200);
            assertThat(client.goAwayCode()).isZero();
        }
    }

    @Test
    void idleTimeoutOf0_givesTheFirstRequest_theTimeOfAHead() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO, config -> config.idleTimeout(Duration.ZERO).headTimeout(Duration.ofMillis(200)));
                var client = Http2Client.connect(server.port())) {
            assertThat(client.goAwayCode()).isZero();
        }
    }

    @Test
    void head_whoseRestDoesNotCome_endsTheConnection() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app, config -> config.headTimeout(Duration.ofMillis(200)));
                var client = Http2Client.connect(server.port())) {
            client.frame(Http2Client.HEADERS, Http2Client.END_STREAM, 1, Http2Client.request("GET", "/"));
            client.awaitEnd();
            assertThat(app.calls).hasValue(0);
        }
    }
}
