package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend on 127.0.0.1 that notes each byte of what it is sent, and answers with the bytes it was given. */
final class RawBackend implements AutoCloseable {

    /** What it does with a connection, on a thread of its own. */
    @FunctionalInterface
    interface Serving {
        void serve(Exchange connection) throws IOException, InterruptedException;
    }

    /** One connection, for one thread. */
    record Exchange(InputStream in, OutputStream out, Socket socket) {

        /** The bytes of a head, or as many as come. */
        String readHead() throws IOException {
            var head = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                head.append((char) b);
                if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                    break;
                }
            }
            return head.toString();
        }

        /** The bytes of a request, its body too; empty at the end of the connection. */
        String readRequest() throws IOException {
            var head = readHead();
            var body = new ByteArrayOutputStream();
            for (var line : head.lines().toList()) {
                if (line.startsWith("Content-Length: ")) {
                    body.writeBytes(in.readNBytes(Integer.parseInt(line.substring("Content-Length: ".length()))));
                } else if (line.equalsIgnoreCase("Transfer-Encoding: chunked")) {
                    for (int b = 0; b >= 0 && !body.toString(ISO_8859_1).endsWith("0\r\n\r\n"); ) {
                        b = in.read();
                        body.write(b);
                    }
                }
            }
            return head + body.toString(ISO_8859_1);
        }

        void write(String bytes) throws IOException {
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
        }
    }

    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Serving serving;

    private RawBackend(int port, Serving serving) throws IOException {
        listener = new ServerSocket();
        /* So that little fits into what nobody reads. */
        listener.setReceiveBufferSize(8192);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        this.serving = serving;
        Thread.ofVirtual().start(this::accept);
    }

    static RawBackend serving(Serving serving) throws IOException {
        return new RawBackend(0, serving);
    }

    /** Gives the same answer to each request. */
    static RawBackend answering(String answer) throws IOException {
        return answering(0, answer);
    }

    static RawBackend answering(int port, String answer) throws IOException {
        var backends = new LinkedBlockingQueue<RawBackend>();
        var backend = new RawBackend(port, connection -> {
            var self = backends.take();
            backends.add(self);
            for (var request = connection.readRequest(); !request.isEmpty(); request = connection.readRequest()) {
                self.requests.add(request);
                connection.write(answer);
            }
        });
        backends.add(backend);
        return backend;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            serving.serve(
                    new Exchange(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), socket));
        } catch (IOException | InterruptedException e) {
            /* The proxy has gone, or the test is over. */
        } finally {
            sockets.remove(socket);
        }
    }

    /** A head of these lines. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next request. */
    String request() throws InterruptedException {
        var request = requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).as("a request within 5 s").isNotNull();
        return request;
    }

    /** The next request's lines. */
    List<String> lines() throws InterruptedException {
        return request().lines().filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
