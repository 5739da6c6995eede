package dev.loomlet.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PEM files, which may be one and the same.
 *
 * @param chain the certificate, then those between it and one that clients know
 * @param key its private key
 * @param password the key's, if it is encrypted
 */
record PemSource(Path chain, Path key, Optional<String> password) implements CertificateSource {

    @Override
    public List<ServerCertificate> load() throws IOException {
        var origin = chain.equals(key) ? chain.toString() : chain + " and " + key;
        return List.of(ServerCertificate.of(certificates(chain), PrivateKeys.read(key, password), origin));
    }

    /** The certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (var block : Pem.read(file)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(file, block.bytes()));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " has no certificate");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, byte[] der) throws IOException {
        try {
            return parse(der);
        } catch (CertificateException e) {
            throw new IOException(file + ": a certificate is malformed: " + e.getMessage(), e);
        }
    }

    static X509Certificate parse(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    @Override
    public List<Path> files() {
        return List.of(chain, key);
    }

    @Override
    public String toString() {
        return "PemSource[" + chain + ", " + key + "]";
    }
}
