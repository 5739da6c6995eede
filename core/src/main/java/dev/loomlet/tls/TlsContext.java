package dev.loomlet.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates and keys that were loaded, and can be loaded again while connections are made with them. A connection keeps what it
 * began with. For any thread.
 */
public final class TlsContext {

    /* What holds for new connections, at once for all of it. */
    private record Loaded(SSLContext context, List<FileStamp> stamps) {}

    private final TlsConfig config;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Loaded loaded;

    private TlsContext(TlsConfig config, Loaded loaded) {
        this.config = config;
        this.loaded = loaded;
    }

    /**
     * Reads the files. A certificate that has expired, or is not valid yet, is one line in the log, at WARNING.
     *
     * @param config names them
     * @return what they hold
     * @throws IOException if a file is missing or malformed, a password is wrong or missing, or a key is not its certificate's; the
     *     message says which
     */
    public static TlsContext load(TlsConfig config) throws IOException {
        return new TlsContext(config, read(config));
    }

    private static Loaded read(TlsConfig config) throws IOException {
        /* First the stamps, so that who writes meanwhile is noticed later. */
        var stamps = FileStamp.of(config.files());
        var certificates = new ArrayList<ServerCertificate>();
        for (var source : config.sources()) {
            certificates.addAll(source.load());
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new SniKeyManager(certificates)}, trust(config), /* its own randomness */ null);
            return new Loaded(context, stamps);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(TlsConfig config) throws IOException, GeneralSecurityException {
        if (config.clientTrust().isEmpty()) {
            return new TrustManager[0];
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(/* a new one */ null, null);
        Path file = config.clientTrust().get();
        int number = 0;
        for (var certificate : PemSource.certificates(file)) {
            store.setCertificateEntry(Integer.toString(number++), certificate);
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * Reads the files again, changed or not. New connections get what they hold now; no session of before is resumed, since it may
     * rest on trust that is gone. If it fails all stays as it was. Blocks while it reads.
     *
     * @throws IOException as {@link #load}
     */
    public void reload() throws IOException {
        loading.lock();
        try {
            loaded = read(config);
        } finally {
            loading.unlock();
        }
    }

    /**
     * Reads the files again if one of them was written or replaced since they were read, or tried to be read, last. Blocks while it
     * reads.
     *
     * @return whether they were read
     * @throws IOException as {@link #reload}; once for each change, so that a broken file is told of once
     */
    public boolean reloadIfChanged() throws IOException {
        loading.lock();
        try {
            var stamps = FileStamp.of(config.files());
            if (stamps.equals(loaded.stamps())) {
                return false;
            }
            loaded = new Loaded(loaded.context(), stamps);
            loaded = read(config);
            return true;
        } finally {
            loading.unlock();
        }
    }

    /**
     * What was configured.
     *
     * @return the settings
     */
    public TlsConfig config() {
        return config;
    }

    /**
     * Makes the server's side of a connection.
     *
     * @param applicationProtocols what the server speaks, the best first (RFC 7301); none negotiates nothing
     * @return an engine that has not begun
     */
    public SSLEngine serverEngine(String... applicationProtocols) {
        var engine = loaded.context().createSSLEngine();
        engine.setUseClientMode(/* mode= */ false);
        engine.setSSLParameters(parameters(engine.getSSLParameters(), applicationProtocols));
        return engine;
    }

    /**
     * Makes a connected socket one that speaks TLS, as the server (eventlet's {@code wrap_ssl} with {@code server_side}). The handshake
     * is done by the first read or write, or {@link SSLSocket#startHandshake}, and blocks the thread that does it: one a connection,
     * never the one that accepts. The timeout of {@code socket} is no bound on it as a whole.
     *
     * @param socket accepted; closed with the result
     * @return a socket over it
     * @throws IOException if {@code socket} is not connected
     */
    public SSLSocket wrap(Socket socket) throws IOException {
        var wrapped = (SSLSocket) loaded.context()
                .getSocketFactory()
                .createSocket(
                        socket, socket.getInetAddress().getHostAddress(), socket.getPort(), /* autoClose= */ true);
        wrapped.setUseClientMode(/* mode= */ false);
        wrapped.setSSLParameters(parameters(wrapped.getSSLParameters()));
        return wrapped;
    }

    private SSLParameters parameters(SSLParameters parameters, String... applicationProtocols) {
        parameters.setProtocols(config.protocols().toArray(String[]::new));
        parameters.setCipherSuites(config.cipherSuites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(applicationProtocols);
        switch (config.clientCertificates()) {
            case OFF -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case NEEDED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }
}
