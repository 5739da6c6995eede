package dev.loomlet.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server of a test: one thread a connection, and what it does with a request is the test's. It counts requests and connections. */
final class TinyServer implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What is written for a request; null closes the connection. Called on the connection's thread. */
    interface Behaviour {
        String answer(String head, long number) throws InterruptedException;
    }

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    TinyServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.add(Thread.ofPlatform().start(this::accept));
    }

    Target target() {
        return new Target(listener.getLocalPort(), "/", /* tls= */ false);
    }

    long requests() {
        return requests.get();
    }

    long bodyBytes() {
        return bodyBytes.get();
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    void stop() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
        threads.forEach(Thread::interrupt);
    }

    private void accept() {
        while (true) {
            try {
                var socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                threads.add(Thread.ofVirtual().start(() -> serve(socket)));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            while (serveOne(socket, in, out)) {
                // The next request.
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private boolean serveOne(Socket socket, InputStream in, OutputStream out) throws IOException, InterruptedException {
        var head = head(in);
        if (head.isEmpty()) {
            return false;
        }
        int at = head.indexOf("Content-Length: ");
        if (at >= 0) {
            int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
            in.skipNBytes(length);
            bodyBytes.addAndGet(length);
        }
        var answer = behaviour.answer(head, requests.incrementAndGet());
        if (answer == null) {
            // Closing with linger 0 resets.
            socket.setSoLinger(/* on= */ true, 0);
            return false;
        }
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        return !head.contains("Connection: close") && !answer.contains("Connection: close");
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                if (head.isEmpty()) {
                    return "";
                }
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
