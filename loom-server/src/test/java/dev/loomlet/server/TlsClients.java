package dev.loomlet.server;

import dev.loomlet.tls.DevelopmentCertificate;
import dev.loomlet.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Servers with a certificate that was made for the tests, and clients that trust it. */
final class TlsClients {

    /** For localhost and its addresses. */
    static final DevelopmentCertificate CERTIFICATE = DevelopmentCertificate.create();

    static final TlsConfig CONFIG = TlsConfig.builder().certificate(CERTIFICATE).build();

    private static final SSLContext TRUSTING = trusting(CERTIFICATE.certificate());

    private TlsClients() {}

    /** A setting for {@link TestServer}: TLS. */
    static final UnaryOperator<ServerConfigBuilder> TLS = config -> config.tls(CONFIG);

    /** What a client needs that trusts {@code certificates} and has none of its own. */
    static SSLContext trusting(X509Certificate... certificates) {
        return context(new KeyManager[0], certificates);
    }

    /** What a client needs that has a certificate of its own. */
    static SSLContext having(KeyStore own, char[] password, X509Certificate... certificates) {
        try {
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, password);
            return context(keys.getKeyManagers(), certificates);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext context(KeyManager[] keys, X509Certificate... certificates) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.length; i++) {
                store.setCertificateEntry("trusted" + i, certificates[i]);
            }
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a client needs that trusts {@link #CERTIFICATE}. */
    static SSLContext context() {
        return TRUSTING;
    }

    static RawClient connect(int port) throws IOException {
        return connect(TRUSTING, port, parameters -> {});
    }

    /** A client whose handshake is over. */
    static RawClient connect(SSLContext context, int port, Consumer<SSLParameters> settings) throws IOException {
        return RawClient.of(socket(context, port, settings));
    }

    /** A socket whose handshake is over. Each read waits at most 5 seconds. */
    static SSLSocket socket(SSLContext context, int port, Consumer<SSLParameters> settings) throws IOException {
        var clear = new Socket();
        try {
            clear.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            clear.setSoTimeout(5000);
            var socket = (SSLSocket) context.getSocketFactory().createSocket(clear, "localhost", port, true);
            var parameters = socket.getSSLParameters();
            settings.accept(parameters);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            clear.close();
            throw e;
        }
    }
}
