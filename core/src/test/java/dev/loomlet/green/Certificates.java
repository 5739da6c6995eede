package dev.loomlet.green;

import dev.loomlet.tls.DevelopmentCertificate;
import dev.loomlet.tls.TlsConfig;
import dev.loomlet.tls.TlsContext;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS of a server with a certificate made here, and of a client that trusts that one only. */
final class Certificates {

    static final DevelopmentCertificate LOCALHOST = DevelopmentCertificate.create();

    private Certificates() {}

    static SslOptions server() {
        return server(LOCALHOST);
    }

    static SslOptions server(DevelopmentCertificate certificate) {
        try {
            var config = TlsConfig.builder().certificate(certificate).build();
            return SslOptions.of(TlsContext.load(config)::wrap);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The same as the JDK has it. */
    static SSLContext serverContext() {
        try {
            var pem = LOCALHOST.privateKeyPem().replaceAll("-----[^-]+-----|\\s", "");
            var key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("made", key, new char[0], new Certificate[] {LOCALHOST.certificate()});
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static SslOptions client() {
        return SslOptions.client(trusting(LOCALHOST), "localhost");
    }

    static SSLContext trusting(DevelopmentCertificate certificate) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("made", certificate.certificate());
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
