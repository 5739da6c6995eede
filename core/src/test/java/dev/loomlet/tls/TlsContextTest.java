package dev.loomlet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextTest {

    private static final DevelopmentCertificate MADE = DevelopmentCertificate.create("localhost", "127.0.0.1");

    @TempDir
    Path folder;

    private Path chain;
    private Path key;

    @BeforeEach
    void writeFiles() throws IOException {
        chain = write("chain.pem", MADE.certificatePem());
        key = write("key.pem", MADE.privateKeyPem());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static TlsContext load(TlsConfigBuilder builder) throws IOException {
        return TlsContext.load(builder.build());
    }

    private TlsContext loadKey(String name, String text) throws IOException {
        return load(TlsConfig.builder().certificate(chain, write(name, text)));
    }

    /** The certificate that a client gets, over a socket that was wrapped. */
    private static X509Certificate served(TlsContext context) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = CompletableFuture.runAsync(() -> {
                try (var wrapped = context.wrap(listener.accept())) {
                    wrapped.setSoTimeout(5000);
                    wrapped.startHandshake();
                    wrapped.getOutputStream().write(wrapped.getInputStream().read());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            try (var client = (SSLSocket) trustingAll(MADE)
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
                client.setSoTimeout(5000);
                client.getOutputStream().write('x');
                assertThat(client.getInputStream().read()).isEqualTo('x');
                return (X509Certificate) client.getSession().getPeerCertificates()[0];
            } finally {
                server.join();
            }
        }
    }

    private static SSLContext trustingAll(DevelopmentCertificate certificate) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate.certificate());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void pemFiles_areServed() throws Exception {
        assertThat(served(load(TlsConfig.builder().certificate(chain, key)))).isEqualTo(MADE.certificate());
    }

    @Test
    void oneFile_mayHaveBoth_andText() throws Exception {
        var both =
                write("both.pem", "Bag Attributes\n" + MADE.privateKeyPem() + "\nsubject=\n" + MADE.certificatePem());
        assertThat(served(load(TlsConfig.builder().certificate(both, both)))).isEqualTo(MADE.certificate());
    }

    @Test
    void sec1Key_asOpensslWritesIt_isRead() throws Exception {
        var curve = Der.read(
                        Der.readSequence(MADE.privateKey().getEncoded()).get(1).contents())
                .get(1)
                .encoded();
        var own = Der.readSequence(
                Der.readSequence(MADE.privateKey().getEncoded()).get(2).contents());
        var sec1 = Der.sequence(own.get(0).encoded(), own.get(1).encoded(), Der.element(Der.context(0), curve));
        var text = Pem.write("EC PARAMETERS", curve) + Pem.write("EC PRIVATE KEY", sec1);
        assertThat(served(loadKey("sec1.pem", text))).isEqualTo(MADE.certificate());
    }

    @Test
    void pkcs1Key_isRead() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var rsa = generator.generateKeyPair().getPrivate();
        var pkcs1 = Der.readSequence(rsa.getEncoded()).get(2).contents();
        var file = write("pkcs1.pem", Pem.write("RSA PRIVATE KEY", pkcs1));
        assertThat(PrivateKeys.read(file, java.util.Optional.empty())).isEqualTo(rsa);
    }

    @Test
    void encryptedKey_isRead_withItsPasswordOnly() throws Exception {
        var file = write("encrypted.pem", Pem.write("ENCRYPTED PRIVATE KEY", encrypted("secret")));
        assertThat(served(load(TlsConfig.builder().certificate(chain, file, "secret"))))
                .isEqualTo(MADE.certificate());
        assertThatThrownBy(() -> load(TlsConfig.builder().certificate(chain, file, "wrong")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "the password is wrong");
        assertThatThrownBy(() -> load(TlsConfig.builder().certificate(chain, file)))
                .hasMessageContainingAll(file.toString(), "no password is given");
    }

    private static byte[] encrypted(String password) throws GeneralSecurityException, IOException {
        var algorithm = "PBEWithHmacSHA256AndAES_256";
        var secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
        var cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(new byte[16], 2048));
        /* RFC 5958 §3, RFC 8018 §6.2: PBES2 */
        return Der.sequence(
                Der.sequence(
                        Der.oid("1.2.840.113549.1.5.13"), cipher.getParameters().getEncoded()),
                Der.element(Der.OCTET_STRING, cipher.doFinal(MADE.privateKey().getEncoded())));
    }

    @Test
    void pkcs12_isServed_andItsPasswordChecked() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", MADE.privateKey(), "secret".toCharArray(), new X509Certificate[] {MADE.certificate()});
        var file = folder.resolve("own.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
        assertThat(served(load(TlsConfig.builder().keyStore(file, "secret")))).isEqualTo(MADE.certificate());
        assertThatThrownBy(() -> load(TlsConfig.builder().keyStore(file, "wrong")))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": the password is wrong");
    }

    @Test
    void whatCannotBeUsed_isNamed() throws Exception {
        var missing = folder.resolve("missing.pem");
        assertFails(TlsConfig.builder().certificate(missing, key), missing + " does not exist");
        assertFails(TlsConfig.builder().certificate(chain, missing), missing + " does not exist");
        assertFails(TlsConfig.builder().keyStore(missing, ""), missing + " does not exist");
        assertFails(TlsConfig.builder().keyStore(chain, ""), "is no key store");
        assertFails(TlsConfig.builder().certificate(key, key), key + " has no certificate");
        assertFails(TlsConfig.builder().certificate(chain, chain), chain + " has no private key");
        var other = write("other.pem", DevelopmentCertificate.create().privateKeyPem());
        assertFails(TlsConfig.builder().certificate(chain, other), "the private key is not the certificate's");
        var cut = write("cut.pem", MADE.privateKeyPem().substring(0, 100));
        assertFails(TlsConfig.builder().certificate(chain, cut), cut + " ends within PRIVATE KEY");
        var no64 = write("no64.pem", MADE.privateKeyPem().replace("M", "!"));
        assertFails(TlsConfig.builder().certificate(chain, no64), "is no base64");
        var noKey = write("nokey.pem", Pem.write("PRIVATE KEY", Der.integer(BigInteger.ONE)));
        assertFails(TlsConfig.builder().certificate(chain, noKey), "the private key cannot be read");
        var noCertificate = write("nocert.pem", Pem.write("CERTIFICATE", new byte[10]));
        assertFails(TlsConfig.builder().certificate(noCertificate, key), "a certificate is malformed");
        var old = write("old.pem", """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        assertFails(TlsConfig.builder().certificate(chain, old), "openssl pkcs8 -topk8");
        assertFails(
                TlsConfig.builder().certificate(chain, key).clientCertificates(ClientCertificates.NEEDED, missing),
                missing + " does not exist");
    }

    private static void assertFails(TlsConfigBuilder builder, String message) {
        assertThatThrownBy(() -> load(builder)).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    @Test
    void settings_outOfRange_areRefusedAtOnce() {
        var builder = TlsConfig.builder();
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("certificate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.protocols("TLSv1.1"))
                .withMessageContaining("protocols: TLSv1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.cipherSuites())
                .withMessageContaining("cipherSuites is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DevelopmentCertificate.create("no name"))
                .withMessageContaining("names: no name");
    }

    @Test
    void passwords_areNotShown() {
        var config = TlsConfig.builder()
                .certificate(chain, key, "secret")
                .keyStore(key, "secret")
                .build();
        assertThat(config.toString()).contains("key.pem").doesNotContain("secret");
    }

    @Test
    void changedFiles_areReadOnce_andBrokenOnesToldOfOnce() throws Exception {
        var context = load(TlsConfig.builder().certificate(chain, key));
        assertThat(context.reloadIfChanged()).isFalse();
        Files.writeString(key, "nothing");
        assertThatThrownBy(context::reloadIfChanged).hasMessageContaining(key + " has no private key");
        assertThat(context.reloadIfChanged()).isFalse();
        assertThat(served(context)).isEqualTo(MADE.certificate());
        Files.writeString(key, MADE.privateKeyPem());
        Files.setLastModifiedTime(key, FileTime.fromMillis(0));
        assertThat(context.reloadIfChanged()).isTrue();
        assertThat(served(context)).isEqualTo(MADE.certificate());
    }

    @Test
    void name_choosesTheCertificate() throws Exception {
        var exact = source("www.example.org", "example.org");
        var wildcard = source("*.example.org");
        var first = source("first.example");
        var keys = new SniKeyManager(List.of(first, exact, wildcard));
        assertThat(keys.forName("www.example.org")).containsExactly(exact);
        assertThat(keys.forName("WWW.Example.ORG")).containsExactly(exact);
        assertThat(keys.forName("api.example.org")).containsExactly(wildcard);
        assertThat(keys.forName("a.b.example.org")).containsExactly(first);
        assertThat(keys.forName("org")).containsExactly(first);
        assertThat(keys.forName("")).containsExactly(first);
    }

    private static ServerCertificate source(String... names) throws IOException {
        return new DevelopmentSource(DevelopmentCertificate.create(names))
                .load()
                .getFirst();
    }

    @Test
    void developmentCertificate_isForItsNames_andVerifiesItself() throws Exception {
        var made = DevelopmentCertificate.create("localhost", "*.example.org", "127.0.0.1", "::1")
                .certificate();
        made.verify(made.getPublicKey());
        made.checkValidity();
        assertThat(made.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString()))
                .containsExactly("localhost", "*.example.org", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
        assertThat(made.getBasicConstraints()).isEqualTo(-1);
        assertThat(made.getKeyUsage()[0]).isTrue();
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }
}
