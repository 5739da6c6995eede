package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The self-signed certificate of a run, the same for all peers: an elliptic curve key, P-256. */
final class KeyStores {

    /** Protects nothing: the key is for 127.0.0.1 and for as long as the run's folder is there. */
    static final String PASSWORD = "loomlet";

    private static final String ALIAS = "peers";

    private KeyStores() {}

    /** Returns the PKCS #12 file in {@code folder}, made at the first call. */
    static synchronized Path pkcs12(Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("peers.p12").toAbsolutePath();
        if (!Files.exists(file)) {
            var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
            var options =
                    "-genkeypair -alias " + ALIAS + " -keyalg EC -groupname secp256r1 -validity 365 -dname CN=localhost"
                            + " -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass " + PASSWORD;
            var command = new ArrayList<>(List.of(keytool.toString()));
            command.addAll(List.of(options.split(" ", -1)));
            command.addAll(List.of("-keystore", file.toString()));
            Programs.output(command);
        }
        return file;
    }

    /** Returns a file with the certificate and the key as nginx and OpenSSL read them, made at the first call. */
    static synchronized Path pem(Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("peers.pem").toAbsolutePath();
        if (!Files.exists(file)) {
            try {
                var store = load(pkcs12(folder));
                var certificate = store.getCertificate(ALIAS).getEncoded();
                var key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
                Files.writeString(file, pem("CERTIFICATE", certificate) + pem("PRIVATE KEY", key));
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
        return file;
    }

    private static String pem(String type, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    /** Returns what a server of the JDK's TLS needs. */
    static SSLContext context(Path pkcs12) throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(pkcs12), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore load(Path pkcs12) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(pkcs12.toFile(), PASSWORD.toCharArray());
    }
}
