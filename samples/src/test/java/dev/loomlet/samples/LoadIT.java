package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged jar bears with little memory: large bodies, many connections, and being told to stop under load. */
@Timeout(120)
class LoadIT {

    private static final long GIB = 1L << 30;
    private static final byte[] BLOCK = new byte[1 << 16];

    @Test
    void upload_of1GiB_inAHeapOf64MiB_isDigested() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        for (long sent = 0; sent < GIB; sent += BLOCK.length) {
            digest.update(BLOCK);
        }
        try (var upload = Child.start(List.of("-Xmx64m"), "upload", "--port", "0");
                var socket = connect(upload.url())) {
            var out = socket.getOutputStream();
            out.write(ascii("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + GIB + "\r\nConnection: close\r\n\r\n"));
            for (long sent = 0; sent < GIB; sent += BLOCK.length) {
                out.write(BLOCK);
            }
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains(Long.toString(GIB), HexFormat.of().formatHex(digest.digest()));
        }
    }

    @Test
    void fileOf1GiB_inAHeapOf64MiB_isSentWhole(@TempDir Path folder) throws Exception {
        var file = folder.resolve("large");
        try (var sparse = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            sparse.position(GIB - 1).write(ByteBuffer.wrap(new byte[] {42}));
        }
        try (var sample = Child.start(List.of("-Xmx64m"), "file", "--file", file.toString(), "--port", "0");
                var socket = connect(sample.url())) {
            get(socket.getOutputStream(), "/");
            var in = new BufferedInputStream(socket.getInputStream(), BLOCK.length);
            assertThat(head(in)).contains("Content-Length: " + GIB + "\r\n");
            in.skipNBytes(GIB - 1);
            assertThat(in.read()).isEqualTo(42);
        }
    }

    @Test
    void idleConnections8000_and2000SlowRequestsAtOnce_inAHeapOf256MiB_areAllServed() throws Exception {
        try (var sample = Child.start(List.of("-Xmx256m"), "streaming", "--port", "0");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var url = sample.url();
            var idle = new ArrayList<Socket>();
            try {
                for (int i = 0; i < 8000; i++) {
                    var socket = connect(url);
                    idle.add(socket);
                    requestStream(socket, "/?count=1&millis=0");
                }
                var slow = new ArrayList<Callable<Boolean>>();
                for (int i = 0; i < 2000; i++) {
                    slow.add(() -> {
                        try (var socket = connect(url)) {
                            return requestStream(socket, "/?count=2&millis=100");
                        }
                    });
                }
                for (var answered : threads.invokeAll(slow)) {
                    assertThat(answered.get()).isTrue();
                }
                for (var socket : idle) {
                    requestStream(socket, "/?count=1&millis=0");
                }
            } finally {
                for (var socket : idle) {
                    socket.close();
                }
            }
        }
    }

    /** Each request that the server read has a line in its access log; each of those must have reached a client whole. */
    @Test
    void sigterm_underLoad_answersWhatWasRead_andExitsWith0() throws Exception {
        try (var hello = Child.start("hello", "--port", "0", "--access-log");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var url = hello.url();
            var enough = new CountDownLatch(5000);
            var answers = new AtomicInteger();
            for (int i = 0; i < 64; i++) {
                threads.execute(() -> requestUntilClosed(url, answers, enough));
            }
            assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
            hello.signal("TERM");
            assertThat(hello.exitCode()).isZero();
            assertThat(hello.errors()).singleElement().asString().matches(Child.ON_HUBS);
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            var lines = hello.restOfOutput();
            assertThat(lines).filteredOn(line -> line.contains("\" 200 15 ")).hasSize(answers.get());
            assertThat(lines).hasSize(answers.get() + 1).anyMatch(line -> line.startsWith("stopping: "));
        }
    }

    /** Sends one request after the other until the server closes; counts the answers that came whole. */
    private static void requestUntilClosed(URI url, AtomicInteger answers, CountDownLatch enough) {
        try (var socket = connect(url)) {
            var in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                get(socket.getOutputStream(), "/");
                if (in.read() < 0) {
                    return;
                }
                head(in);
                in.skipNBytes("Hello, World!\r\n".length());
                answers.incrementAndGet();
                enough.countDown();
            }
        } catch (IOException closedBetweenRequests) {
            /* A reset, since the server closed while this request was on its way: it was not read. */
            enough.countDown();
        }
    }

    /** Sends a request and reads its chunked answer to the end. */
    private static boolean requestStream(Socket socket, String target) throws IOException {
        get(socket.getOutputStream(), target);
        var answer = new StringBuilder();
        var in = socket.getInputStream();
        while (answer.indexOf("\r\n0\r\n\r\n") < 0) {
            var bytes = new byte[1024];
            int count = in.read(bytes);
            assertThat(count).as("bytes behind %s", answer).isPositive();
            answer.append(new String(bytes, 0, count, StandardCharsets.US_ASCII));
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 200 OK\r\n");
        return true;
    }

    private static Socket connect(URI url) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), 20_000);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void get(OutputStream out, String target) throws IOException {
        out.write(ascii("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            assertThat(b).as("a byte behind %s", head).isNotNegative();
            head.append((char) b);
        }
        return head.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
