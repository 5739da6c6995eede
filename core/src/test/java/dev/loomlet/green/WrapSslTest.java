package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.tls.DevelopmentCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with handshakes that fail, and with clients that are not ours. */
@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class WrapSslTest {

    private static final Duration LONG = Duration.ofSeconds(9);

    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
    private GreenServerSocket listener;
    private GreenThread<Void> serving;

    @BeforeEach
    void serve() throws Exception {
        serve(Certificates.server());
    }

    private void serve(SslOptions options) throws Exception {
        listener = Green.listen(Stream.anyPort()).wrapSsl(options);
        serving = Green.spawn(() -> {
            Green.serve(
                    listener,
                    socket -> {
                        try {
                            int octet = socket.input().read();
                            socket.output().write(("got " + (char) octet + "\n").getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            failures.add(e);
                            throw e;
                        }
                    },
                    ServeOptions.defaults().endsOnError(true));
            return null;
        });
    }

    @AfterEach
    void end() throws Exception {
        listener.close();
        serving.await();
    }

    private GreenSocket connect() throws Exception {
        var socket = Green.connect(listener.localAddress());
        socket.timeout(LONG);
        return socket;
    }

    private void assertServes() throws Exception {
        try (var client = connect().wrapSsl(Certificates.client())) {
            client.output().write('x');
            assertThat(client.input().readAllBytes()).asString().isEqualTo("got x\n");
        }
    }

    @Test
    void connection_speaksTls() throws Exception {
        try (var client = connect().wrapSsl(Certificates.client())) {
            var session = client.sslSession().orElseThrow();
            assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
            assertThat(session.getPeerCertificates()).containsExactly(Certificates.LOCALHOST.certificate());
            assertThatThrownBy(() -> client.wrapSsl(Certificates.client()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> listener.wrapSsl(Certificates.server()))
                    .isInstanceOf(IllegalArgumentException.class);
            client.output().write('y');
            assertThat(client.input().readAllBytes()).asString().isEqualTo("got y\n");
        }
    }

    @Test
    void plaintext_costsNobodyElseAnything() throws Exception {
        try (var client = connect()) {
            client.output().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(failures.take()).isInstanceOf(SSLException.class);
            assertServes();
        }
    }

    @Test
    void earlyClose_costsNobodyElseAnything() throws Exception {
        connect().close();
        assertThat(failures.take()).isInstanceOf(IOException.class);
        try (var client = connect()) {
            client.output().write(0x16);
        }
        assertThat(failures.take()).isInstanceOf(IOException.class);
        assertServes();
    }

    /** eventlet before 0.19 did the handshake where it accepts. */
    @Test
    void silentClient_doesNotHoldUpOthers() throws Exception {
        try (var silent = connect()) {
            assertServes();
            assertThat(silent.channel().isConnected()).isTrue();
        }
        assertThat(failures.take()).isInstanceOf(IOException.class);
    }

    @Test
    void handshake_isLimited() throws Exception {
        end();
        serve(Certificates.server().handshakeTimeout(Duration.ofMillis(50)));
        try (var silent = connect()) {
            assertThat(failures.take())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("the TLS handshake was not done in PT0.05S");
            assertThat(silent.input().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> Certificates.server().handshakeTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("handshakeTimeout PT0S is not positive");
    }

    /** The limit is on the whole, not on each read. */
    @Test
    void handshake_drippedByteByByte_isLimited() throws Exception {
        end();
        serve(Certificates.server().handshakeTimeout(Duration.ofMillis(50)));
        try (var slow = connect()) {
            var dripping = Green.spawn(() -> {
                slow.output().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc});
                while (true) {
                    slow.output().write(3);
                    Green.sleep(Duration.ofMillis(2));
                }
            });
            assertThat(failures.take()).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(dripping::await).isInstanceOf(IOException.class);
        }
    }

    @Test
    void client_ofAnotherName_refusesTheServer() throws Exception {
        var trusting = Certificates.trusting(Certificates.LOCALHOST);
        var socket = connect();
        assertThatThrownBy(() -> socket.wrapSsl(SslOptions.client(trusting, "example.org")))
                .isInstanceOf(SSLHandshakeException.class);
        assertThat(socket.channel().isOpen()).isFalse();
        failures.take();
        try (var unverified = connect().wrapSsl(SslOptions.clientOfAnyHost(trusting, "example.org"))) {
            assertThat(unverified.sslSession()).isPresent();
            unverified.output().write('x');
        }
    }

    @Test
    void client_thatDoesNotTrustTheCertificate_refusesTheServer() throws Exception {
        var another = Certificates.trusting(DevelopmentCertificate.create());
        assertThatThrownBy(() -> connect().wrapSsl(SslOptions.client(another, "localhost")))
                .isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> connect().wrapSsl(SslOptions.client("localhost")))
                .isInstanceOf(SSLHandshakeException.class);
        assertThat(failures.take()).isInstanceOf(SSLException.class);
        assertThat(failures.take()).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> SslOptions.client("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void client_ofAServerThatDoesNotSpeakTls_fails() throws Exception {
        try (var plain = Green.listen(Stream.anyPort())) {
            var server = Green.spawn(
                    () -> Green.serve(plain, socket -> socket.output().write(new byte[100])));
            var socket = Green.connect(plain.localAddress());
            assertThatThrownBy(() -> socket.wrapSsl(Certificates.client())).isInstanceOf(SSLException.class);
            server.kill();
            assertThatThrownBy(server::await).isInstanceOf(GreenThreadExit.class);
        }
    }

    /** In the middle of a connection, on the accepted side too (STARTTLS). */
    @Test
    void wrapSsl_ofAConnectionInUse_goesOnWithTls() throws Exception {
        var options = SslOptions.server(Certificates.serverContext());
        try (var pair = Stream.UNIX.pair()) {
            pair.client().timeout(LONG);
            pair.client().output().write('s');
            var server = Green.spawn(() -> {
                assertThat(pair.server().input().read()).isEqualTo('s');
                return pair.server().wrapSsl(options);
            });
            try (var client = pair.client().wrapSsl(Certificates.client());
                    var secured = server.await()) {
                client.output().write('t');
                assertThat(secured.input().read()).isEqualTo('t');
            }
        }
    }

    @Test
    void openssl_getsAnAnswer() throws Exception {
        var ca = Files.writeString(folder.resolve("ca.pem"), Certificates.LOCALHOST.certificatePem());
        var address = (InetSocketAddress) listener.localAddress();
        Process client;
        try {
            client = new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-quiet",
                            "-verify_return_error",
                            "-verify_hostname",
                            "localhost",
                            "-CAfile",
                            ca.toString(),
                            "-connect",
                            "127.0.0.1:" + address.getPort())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("openssl is not installed");
            return;
        }
        try {
            client.getOutputStream().write('o');
            client.getOutputStream().flush();
            assertThat(client.inputReader().readLine()).isEqualTo("got o");
            assertThat(client.waitFor(9, TimeUnit.SECONDS)).isTrue();
        } finally {
            client.destroyForcibly().waitFor();
        }
    }
}
