package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Frames that are sent all at once, whether or not the server takes them, and what must hold afterwards. */
final class Http2Flood {

    /** What a flood may leave in memory while its connection is open: less than a hundredth of what each of them could have taken. */
    private static final long MOST_LEFT_BYTES = 16 << 20;

    private static final int MOST_MILLIS = 1000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Http2Flood frame(int type, int flags, int stream, byte... payload) {
        bytes.writeBytes(Http2Client.frameBytes(type, flags, stream, payload));
        return this;
    }

    Http2Flood get(int stream, String path) {
        return head(Http2Client.END_STREAM, stream, Http2Client.request("GET", path));
    }

    Http2Flood post(int stream, String path, String... more) {
        return head(0, stream, Http2Client.request("POST", path, more));
    }

    Http2Flood head(int flags, int stream, byte[] block) {
        return frame(Http2Client.HEADERS, Http2Client.END_HEADERS | flags, stream, block);
    }

    Http2Flood reset(int stream) {
        return frame(Http2Client.RST_STREAM, 0, stream, Http2Client.number(8));
    }

    /** Sends all of it, as far as the server takes it. */
    void sendBy(Http2Client client) {
        try {
            client.write(bytes.toByteArray());
        } catch (IOException e) {
            assertThat(e).as("the server may have closed before it took all").isNotNull();
        }
    }

    /** The same, while somebody else reads. */
    CompletableFuture<Void> sendMeanwhileBy(Http2Client client) {
        return CompletableFuture.runAsync(() -> sendBy(client));
    }

    /** What the heap and the buffers beside it take, without garbage. */
    static long memory() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The server holds little more than {@code before}, and answers another client within a second. */
    static void assertHarmless(TestServer server, long before) throws IOException {
        assertHarmless(server, before, MOST_LEFT_BYTES);
    }

    /** The same, of a flood that must leave no more bytes than that. */
    static void assertHarmless(TestServer server, long before, long mostLeftBytes) throws IOException {
        long start = System.nanoTime();
        try (var other = Http2Client.connect(server.port())) {
            other.get(1, "/");
            assertThat(other.response(1).status()).isEqualTo(200);
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .as("milliseconds to the next answer")
                .isLessThan(MOST_MILLIS);
        assertThat(memory() - before).as("bytes more than before").isLessThan(mostLeftBytes);
    }
}
