package dev.loomlet.benchmarks.peers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One connection, kept alive, over which requests go one after the other. */
final class Client implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    /** An answer; the length is what the Content-Length says. */
    @SuppressWarnings("ArrayRecordComponent")
    record Response(int status, String contentType, int length, byte[] body) {}

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static Client plain(int port) throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Trusts nothing but the certificate in that key store. */
    static Client tls(int port, Path pkcs12) throws IOException, GeneralSecurityException {
        var all = KeyStore.getInstance(pkcs12.toFile(), KeyStores.PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("peers", all.getCertificate("peers"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new Client(context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    }

    Response get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", new byte[0]);
        return receive();
    }

    Response post(String target, byte[] body) throws IOException {
        send("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length + "\r\n\r\n", body);
        return receive();
    }

    private void send(String head, byte[] body) throws IOException {
        var out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private Response receive() throws IOException {
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        int length = -1;
        var contentType = "";
        for (var line = line(); !line.isEmpty(); line = line()) {
            var value = line.substring(line.indexOf(':') + 1).strip();
            switch (line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "content-type" -> contentType = value;
                default -> {}
            }
        }
        var body = new byte[Math.max(0, length)];
        in.readFully(body);
        return new Response(status, contentType, length, body);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int read = in.readUnsignedByte(); read != '\n'; read = in.readUnsignedByte()) {
            line.append((char) read);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
