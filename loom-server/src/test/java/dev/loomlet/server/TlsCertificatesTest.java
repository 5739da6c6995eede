package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.tls.ClientCertificates;
import dev.loomlet.tls.DevelopmentCertificate;
import dev.loomlet.tls.TlsConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate a client gets, what a server asks of it, new files, and HTTP/2 (RFC 7301). */
class TlsCertificatesTest {

    private static final DevelopmentCertificate CLIENT = DevelopmentCertificate.create("client");
    /* Of the same name, or it would not be sent. */
    private static final DevelopmentCertificate STRANGER = DevelopmentCertificate.create("client");

    private static final Application VARIABLES = (environ, startResponse) -> {
        startResponse.start("200 OK", Apps.TEXT);
        return Body.of(environ.get("SERVER_PROTOCOL") + "|" + environ.get("wsgi.url_scheme") + "|"
                + environ.get("SSL_CLIENT_VERIFY") + "|" + environ.get("SSL_CLIENT_S_DN_CN") + "|"
                + CLIENT.certificatePem().equals(environ.get("SSL_CLIENT_CERT")) + "|"
                + environ.keySet().contains("SSL_CLIENT_CERT"));
    };

    @TempDir
    Path folder;

    private static SSLContext having(DevelopmentCertificate own) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var pem = own.privateKeyPem().replaceAll("-----[A-Z ]+-----|\\n", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        store.setKeyEntry("own", key, new char[0], new Certificate[] {own.certificate()});
        return TlsClients.having(store, new char[0], TlsClients.CERTIFICATE.certificate());
    }

    private TlsConfig asking(ClientCertificates mode) throws IOException {
        var trust = Files.writeString(folder.resolve("trust.pem"), CLIENT.certificatePem());
        return TlsConfig.builder()
                .certificate(TlsClients.CERTIFICATE)
                .clientCertificates(mode, trust)
                .build();
    }

    private static String get(SSLContext context, int port, HttpClient.Version version) throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(context).version(version).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientsCertificate_isSeenByTheApplication(HttpClient.Version version) throws Exception {
        var protocol = version == HttpClient.Version.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1";
        var tls = asking(ClientCertificates.NEEDED);
        try (var server = TestServer.of(VARIABLES, config -> config.tls(tls))) {
            assertThat(get(having(CLIENT), server.port(), version))
                    .isEqualTo(protocol + "|https|SUCCESS|client|true|true");
        }
    }

    @Test
    void wantedCertificate_mayBeLeftOut_butNotAStrangers() throws Exception {
        var tls = asking(ClientCertificates.WANTED);
        try (var server = TestServer.of(VARIABLES, config -> config.tls(tls))) {
            assertThat(get(TlsClients.context(), server.port(), HttpClient.Version.HTTP_2))
                    .isEqualTo("HTTP/2.0|https|NONE|null|false|false");
            assertRefused(having(STRANGER), server);
        }
    }

    @Test
    void neededCertificate_mayNotBeLeftOut() throws Exception {
        var tls = asking(ClientCertificates.NEEDED);
        try (var server = TestServer.of(VARIABLES, config -> config.tls(tls))) {
            assertRefused(TlsClients.context(), server);
            server.awaitConnections(0);
            assertThat(server.records()).isEmpty();
            assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
        }
    }

    /** In TLS 1.3 a client hears of it after its own handshake is over. */
    private static void assertRefused(SSLContext context, TestServer server) {
        assertThatIOException().isThrownBy(() -> {
            try (var client = TlsClients.connect(context, server.port(), parameters -> {})) {
                client.get("/").response();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.org", "other.example.com", "unknown.example"})
    void name_choosesTheCertificate(String name) throws Exception {
        var example = DevelopmentCertificate.create("www.example.org");
        var wildcard = DevelopmentCertificate.create("*.example.com");
        var tls = TlsConfig.builder()
                .certificate(TlsClients.CERTIFICATE)
                .certificate(example)
                .certificate(wildcard)
                .build();
        var expected = name.endsWith("org") ? example : name.endsWith("com") ? wildcard : TlsClients.CERTIFICATE;
        var context = TlsClients.trusting(
                example.certificate(), wildcard.certificate(), TlsClients.CERTIFICATE.certificate());
        try (var server = TestServer.of(Apps.HELLO, config -> config.tls(tls));
                var client = TlsClients.socket(
                        context,
                        server.port(),
                        parameters -> parameters.setServerNames(List.of(new SNIHostName(name))))) {
            assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(expected.certificate());
        }
    }

    @Test
    void newFiles_areServed_toNewConnections_andBrokenOnesAreNot() throws Exception {
        var next = DevelopmentCertificate.create("localhost");
        var file = Files.writeString(
                folder.resolve("both.pem"),
                TlsClients.CERTIFICATE.certificatePem() + TlsClients.CERTIFICATE.privateKeyPem());
        var tls = TlsConfig.builder()
                .certificate(file, file)
                .reloadInterval(Duration.ofMillis(20))
                .build();
        var context = TlsClients.trusting(TlsClients.CERTIFICATE.certificate(), next.certificate());
        try (var server = TestServer.of(Apps.HELLO, config -> config.tls(tls));
                var before = TlsClients.connect(context, server.port(), parameters -> {})) {
            Files.writeString(file, "nothing");
            awaitLogged(Level.WARNING, file + " has no certificate");
            assertThat(servedTo(context, server)).isEqualTo(TlsClients.CERTIFICATE.certificate());
            assertThatThrownBy(() -> server.server().reloadTls()).hasMessageContaining("has no certificate");
            Files.writeString(file, next.certificatePem() + next.privateKeyPem());
            awaitLogged(Level.INFO, "new certificates");
            assertThat(servedTo(context, server)).isEqualTo(next.certificate());
            assertThat(before.get("/").response().status()).isEqualTo(200);
        }
    }

    private static Certificate servedTo(SSLContext context, TestServer server) throws IOException {
        try (SSLSocket client = TlsClients.socket(context, server.port(), parameters -> {})) {
            return client.getSession().getPeerCertificates()[0];
        }
    }

    private static void awaitLogged(Level level, String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (ServerLog.messages(level).stream().noneMatch(message -> message.contains(text))) {
            assertThat(System.nanoTime()).as("logged within 5 s: " + text).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void missingFile_endsTheStart_withAnErrorThatNamesIt() {
        var missing = folder.resolve("missing.pem");
        var tls = TlsConfig.builder().certificate(missing, missing).build();
        assertThatIOException()
                .isThrownBy(() -> Server.spawn(
                        Apps.HELLO, ServerConfig.builder().port(0).tls(tls).build()))
                .withMessage(missing + " does not exist");
    }

    @Test
    void serverWithoutTls_hasNothingToReload() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            assertThatThrownBy(() -> server.server().reloadTls()).isInstanceOf(IllegalStateException.class);
        }
    }
}
