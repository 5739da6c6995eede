package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.tls.TlsConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do to a TLS port on purpose: RFC 8446, RFC 5246, RFC 9113 §9.2. */
class TlsAttackTest {

    private static void offer(SSLParameters parameters, String version, String... applicationProtocols) {
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(applicationProtocols);
    }

    private static void assertServes(TestServer server) throws IOException {
        try (var client = TlsClients.connect(server.port())) {
            client.get("/", "Connection: close");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void newKeys_areAnswered() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                ((SSLSocket) client.socket()).startHandshake();
                client.get("/");
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
    }

    /** Of HTTP/1.1 by the connection's thread, of HTTP/2 by the hub's loop. */
    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void floodOfNewKeys_endsTheConnection(String protocol) throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS)) {
            try (var client = TlsClients.connect(
                    TlsClients.context(), server.port(), parameters -> offer(parameters, "TLSv1.3", protocol))) {
                if (protocol.equals("h2")) {
                    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
                    assertThat(client.exactly(9)[3]).isEqualTo((byte) Http2Client.SETTINGS);
                }
                var socket = (SSLSocket) client.socket();
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 10_000; i++) {
                                socket.startHandshake();
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            server.awaitConnections(0);
            assertServes(server);
            assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void secondNegotiation_endsTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS)) {
            try (var client = TlsClients.connect(
                    TlsClients.context(), server.port(), parameters -> offer(parameters, "TLSv1.2"))) {
                client.get("/");
                assertThat(client.response().status()).isEqualTo(200);
                assertThatThrownBy(() -> {
                            ((SSLSocket) client.socket()).startHandshake();
                            client.get("/").response();
                        })
                        .isInstanceOf(IOException.class);
                /* The server has ended it, not the client. */
                server.awaitConnections(0);
            }
            assertServes(server);
        }
    }

    @Test
    void http2_agreedOn_withoutItsPreface_isClosed() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = TlsClients.connect(
                        TlsClients.context(), server.port(), parameters -> offer(parameters, "TLSv1.3", "h2"))) {
            client.get("/");
            assertThat(client.rest()).isEmpty();
            assertThat(server.records()).isEmpty();
        }
    }

    @Test
    void preface_withoutAgreement_isRefused() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(505);
        }
    }

    /* RFC 9113 §9.2.2; the server has to be told to use such a cipher suite. */
    @Test
    void http2_overAWeakCipherSuite_isClosed() throws Exception {
        var weak = TlsConfig.builder()
                .certificate(TlsClients.CERTIFICATE)
                .cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")
                .build();
        try (var server = TestServer.of(Apps.HELLO, config -> config.tls(weak));
                var client = TlsClients.connect(
                        TlsClients.context(), server.port(), parameters -> offer(parameters, "TLSv1.2", "h2"))) {
            assertThat(client.rest()).isEmpty();
        }
        try (var server = TestServer.of(Apps.HELLO, config -> config.tls(weak));
                var client = TlsClients.connect(
                        TlsClients.context(), server.port(), parameters -> offer(parameters, "TLSv1.2", "http/1.1"))) {
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    @Test
    void http2_switchedOff_isNotAgreedOn() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO, config -> TlsClients.TLS.apply(config).http2(false));
                var client = TlsClients.connect(
                        TlsClients.context(),
                        server.port(),
                        parameters -> offer(parameters, "TLSv1.3", "h2", "http/1.1"))) {
            assertThat(((SSLSocket) client.socket()).getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void hugeServerName_isRefused() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = server.connect()) {
            client.send(clientHello("a".repeat(16_000)));
            client.endOutput();
            var answer = client.rest();
            assertThat(answer).startsWith("\u0015\3").hasSize(7);
        }
    }

    /** A ClientHello of TLS 1.2 with a server name, in as few records as it takes. */
    private static byte[] clientHello(String serverName) throws IOException {
        var name = serverName.getBytes(StandardCharsets.US_ASCII);
        var body = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(body)) {
            out.writeShort(0x0303);
            out.write(new byte[32]);
            out.write(0);
            out.writeShort(2);
            out.writeShort(0xc02b);
            out.writeShort(0x0100);
            out.writeShort(name.length + 9);
            out.writeShort(0);
            out.writeShort(name.length + 5);
            out.writeShort(name.length + 3);
            out.write(0);
            out.writeShort(name.length);
            out.write(name);
        }
        var handshake = new ByteArrayOutputStream();
        handshake.write(1);
        handshake.write(body.size() >> 16);
        handshake.write(body.size() >> 8);
        handshake.write(body.size());
        handshake.writeBytes(body.toByteArray());
        var record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, 1, (byte) (handshake.size() >> 8), (byte) handshake.size()});
        record.writeBytes(handshake.toByteArray());
        return record.toByteArray();
    }
}
