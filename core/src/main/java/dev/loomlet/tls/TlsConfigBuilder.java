package dev.loomlet.tls;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Collects a {@link TlsConfig}. Each method returns this builder; a value that cannot be used is an {@link IllegalArgumentException} at
 * once, with the setting's name. For one thread.
 */
public final class TlsConfigBuilder {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    final List<CertificateSource> sources = new ArrayList<>();
    ClientCertificates clientCertificates = ClientCertificates.OFF;
    Optional<Path> clientTrust = Optional.empty();
    List<String> protocols = PROTOCOLS;
    List<String> cipherSuites = CIPHER_SUITES;
    Duration reloadInterval = Duration.ofSeconds(10);

    TlsConfigBuilder() {}

    /**
     * Adds a certificate of PEM files (RFC 7468). The first certificate that is added is the one for clients that ask for no name, or
     * for a name that no other is for (RFC 6066 §3).
     *
     * @param chain the certificate, then those between it and one that clients know
     * @param key its private key, which may be in the same file: PKCS#8, PKCS#1 (RSA) or SEC1 (EC)
     * @return this builder
     */
    public TlsConfigBuilder certificate(Path chain, Path key) {
        return add(new PemSource(
                Objects.requireNonNull(chain, "chain"), Objects.requireNonNull(key, "key"), Optional.empty()));
    }

    /**
     * Adds a certificate of PEM files whose key is encrypted (PKCS#8).
     *
     * @param chain the certificate, then those between it and one that clients know
     * @param key its private key
     * @param password the key's
     * @return this builder
     */
    public TlsConfigBuilder certificate(Path chain, Path key, String password) {
        return add(new PemSource(
                Objects.requireNonNull(chain, "chain"), Objects.requireNonNull(key, "key"), Optional.of(password)));
    }

    /**
     * Adds every certificate with a private key of a PKCS#12 file (RFC 7292), or of a key store of the JDK's own kind.
     *
     * @param file where it is
     * @param password the file's and its keys'
     * @return this builder
     */
    public TlsConfigBuilder keyStore(Path file, String password) {
        return add(
                new KeyStoreSource(Objects.requireNonNull(file, "file"), Objects.requireNonNull(password, "password")));
    }

    /**
     * Adds a certificate that nobody else vouches for, to try things with.
     *
     * @param certificate made before
     * @return this builder
     */
    public TlsConfigBuilder certificate(DevelopmentCertificate certificate) {
        return add(new DevelopmentSource(Objects.requireNonNull(certificate, "certificate")));
    }

    private TlsConfigBuilder add(CertificateSource source) {
        sources.add(source);
        return this;
    }

    /**
     * Has clients asked for a certificate.
     *
     * @param mode whether they need one
     * @param trust a PEM file with the certificates that vouch for theirs; they are the only ones that do
     * @return this builder
     * @throws IllegalArgumentException if {@code mode} is {@link ClientCertificates#OFF}, which trusts nobody
     */
    public TlsConfigBuilder clientCertificates(ClientCertificates mode, Path trust) {
        if (mode == ClientCertificates.OFF) {
            throw new IllegalArgumentException("clientCertificates: OFF has nobody to trust");
        }
        clientCertificates = Objects.requireNonNull(mode, "mode");
        clientTrust = Optional.of(trust);
        return this;
    }

    /**
     * Sets {@link TlsConfig#protocols()}.
     *
     * @param protocols the setting
     * @return this builder
     * @throws IllegalArgumentException if it is empty, or one of them is neither TLSv1.2 nor TLSv1.3
     */
    public TlsConfigBuilder protocols(String... protocols) {
        this.protocols = known("protocols", protocols, PROTOCOLS);
        return this;
    }

    /**
     * Sets {@link TlsConfig#cipherSuites()}.
     *
     * @param cipherSuites the setting
     * @return this builder
     * @throws IllegalArgumentException if it is empty, or this JDK does not know one of them
     */
    public TlsConfigBuilder cipherSuites(String... cipherSuites) {
        this.cipherSuites = known("cipherSuites", cipherSuites, supportedCipherSuites());
        return this;
    }

    private static List<String> supportedCipherSuites() {
        try {
            return Arrays.asList(
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    private static List<String> known(String setting, String[] values, List<String> supported) {
        if (values.length == 0) {
            throw new IllegalArgumentException(setting + " is empty");
        }
        for (var value : values) {
            if (!supported.contains(value)) {
                throw new IllegalArgumentException(setting + ": " + value + " is not supported");
            }
        }
        return List.of(values);
    }

    /**
     * Sets {@link TlsConfig#reloadInterval()}.
     *
     * @param reloadInterval the setting
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public TlsConfigBuilder reloadInterval(Duration reloadInterval) {
        if (reloadInterval.isNegative()) {
            throw new IllegalArgumentException("reloadInterval " + reloadInterval + " is negative");
        }
        this.reloadInterval = reloadInterval;
        return this;
    }

    /**
     * {@return what was collected; this builder can go on}
     *
     * @throws IllegalArgumentException if no certificate was added
     */
    public TlsConfig build() {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("certificate: none was added");
        }
        return new TlsConfig(this);
    }
}
