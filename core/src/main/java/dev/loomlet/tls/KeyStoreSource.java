package dev.loomlet.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A PKCS#12 file (RFC 7292), or a key store of the JDK's own kind: all its keys that have a certificate, in the order of their aliases.
 *
 * @param file where it is
 * @param password the file's and its keys'
 */
record KeyStoreSource(Path file, String password) implements CertificateSource {

    @Override
    public List<ServerCertificate> load() throws IOException {
        var certificates = new ArrayList<ServerCertificate>();
        try {
            var store = open();
            for (var alias : Collections.list(store.aliases()).stream().sorted().toList()) {
                if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
                    var chain = Arrays.stream(store.getCertificateChain(alias))
                            .map(X509Certificate.class::cast)
                            .toList();
                    certificates.add(ServerCertificate.of(chain, key, file + " (" + alias + ")"));
                }
            }
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword(e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no key store that can be read: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " has no private key");
        }
        return certificates;
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        var bytes = Pem.bytes(file);
        boolean jks = bytes.length > 3 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xed;
        var store = KeyStore.getInstance(jks ? "JKS" : "PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), password.toCharArray());
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? wrongPassword(e)
                    : new IOException(file + " is no key store that can be read: " + e.getMessage(), e);
        }
        return store;
    }

    private IOException wrongPassword(Exception cause) {
        return new IOException(file + ": the password is wrong", cause);
    }

    @Override
    public List<Path> files() {
        return List.of(file);
    }

    @Override
    public String toString() {
        return "KeyStoreSource[" + file + "]";
    }
}
