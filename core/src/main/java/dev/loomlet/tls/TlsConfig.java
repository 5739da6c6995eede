package dev.loomlet.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How TLS is set up; immutable, made by a {@link TlsConfigBuilder}:
 *
 * {@snippet lang = java :
 * TlsConfig.builder().certificate(Path.of("chain.pem"), Path.of("key.pem")).build();
 * }
 *
 * <p>It names files and reads none: {@link TlsContext#load} does.
 */
public final class TlsConfig {

    private final List<CertificateSource> sources;
    private final ClientCertificates clientCertificates;
    private final Optional<Path> clientTrust;
    private final List<String> protocols;
    private final List<String> cipherSuites;
    private final Duration reloadInterval;

    TlsConfig(TlsConfigBuilder builder) {
        sources = List.copyOf(builder.sources);
        clientCertificates = builder.clientCertificates;
        clientTrust = builder.clientTrust;
        protocols = builder.protocols;
        cipherSuites = builder.cipherSuites;
        reloadInterval = builder.reloadInterval;
    }

    /**
     * Returns a builder without a certificate, in which the rest has its default.
     *
     * @return a new builder
     */
    public static TlsConfigBuilder builder() {
        return new TlsConfigBuilder();
    }

    List<CertificateSource> sources() {
        return sources;
    }

    /**
     * Whether clients are asked for certificates. Default {@link ClientCertificates#OFF}.
     *
     * @return the setting
     */
    public ClientCertificates clientCertificates() {
        return clientCertificates;
    }

    /**
     * The PEM file with the certificates that vouch for those of clients. Default none.
     *
     * @return the setting
     */
    public Optional<Path> clientTrust() {
        return clientTrust;
    }

    /**
     * The versions of TLS that are spoken, by the JDK's names. Default TLSv1.3 and TLSv1.2: older ones are broken (RFC 8996).
     *
     * @return the setting
     */
    public List<String> protocols() {
        return protocols;
    }

    /**
     * The cipher suites that may be used, the best first, by their registered names. Default those with an ephemeral key and
     * authenticated encryption, which are all that HTTP/2 allows (RFC 9113 §9.2.2).
     *
     * @return the setting
     */
    public List<String> cipherSuites() {
        return cipherSuites;
    }

    /**
     * How often the files are looked at for changes, where something does that, as a server does. Default 10 s. 0 never.
     *
     * @return the setting
     */
    public Duration reloadInterval() {
        return reloadInterval;
    }

    /** All files that are read. */
    List<Path> files() {
        var files = new ArrayList<Path>();
        sources.forEach(source -> files.addAll(source.files()));
        clientTrust.ifPresent(files::add);
        return List.copyOf(files);
    }

    /** Returns what is configured, without passwords. */
    @Override
    public String toString() {
        return "TlsConfig[" + sources + ", client certificates " + clientCertificates + ", " + protocols + "]";
    }
}
