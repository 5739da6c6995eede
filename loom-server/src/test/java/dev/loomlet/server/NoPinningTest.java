package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No virtual thread of the server's parks while it holds its carrier: one that did would take a core from all the others. */
class NoPinningTest {

    private static final String PINNED = "jdk.VirtualThreadPinned";

    @TempDir
    private Path folder;

    private interface Flow {
        void run() throws Exception;
    }

    private List<RecordedEvent> pinnedDuring(Flow flow) throws Exception {
        var file = folder.resolve("recording.jfr");
        try (var recording = new Recording()) {
            recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
            /* It looks at the stack of a handler, for which the JDK takes a lock of that thread, which then may wait for it. */
            recording.disable("dev.loomlet.HubRelieved");
            recording.start();
            flow.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    /** A class whose initializer waits, which holds the carrier. */
    private static final class Pins {

        static final CountDownLatch BEGUN = new CountDownLatch(1);
        static final CountDownLatch GO_ON = new CountDownLatch(1);

        static final class Initialized {

            static final boolean DONE;

            static {
                BEGUN.countDown();
                try {
                    DONE = GO_ON.await(5, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            private Initialized() {}
        }

        private Pins() {}
    }

    /** That the recording sees what it is asked for. */
    @Test
    @Timeout(30)
    void threadThatIsPinned_isRecorded() throws Exception {
        var events = pinnedDuring(() -> {
            var thread = Thread.ofVirtual()
                    .start(() -> assertThat(Pins.Initialized.DONE).isTrue());
            assertThat(Pins.BEGUN.await(5, TimeUnit.SECONDS)).isTrue();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            Pins.GO_ON.countDown();
            thread.join();
        });
        assertThat(events)
                .isNotEmpty()
                .allMatch(event -> event.getEventType().getName().equals(PINNED));
    }

    @Test
    @Timeout(30)
    void requestsOfAllKinds_pinNothing() throws Exception {
        var content = Files.writeString(folder.resolve("file"), "x".repeat(1_000_000));
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return switch (environ.pathInfo()) {
                case "/file" -> Body.file(content);
                case "/stream" -> Apps.blocks("one", "two", "three");
                default -> Body.of(environ.input().readAllBytes());
            };
        };
        try (var server = TestServer.of(
                application,
                config -> config.headTimeout(Duration.ofMillis(200)).bodyTimeout(Duration.ofMillis(200)))) {
            var events = pinnedDuring(() -> {
                for (int i = 0; i < 20; i++) {
                    converse(server, /* waitsForTimeout= */ i == 0);
                }
            });
            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals(PINNED))
                    .isEmpty();
        }
    }

    /** Waits of each kind: for a request, for a body, for a client that takes its time to read, for a time to be over. */
    private static void converse(TestServer server, boolean waitsForTimeout) throws Exception {
        try (var client = RawClient.connect(server.port(), /* receiveBuffer= */ 4096)) {
            assertThat(client.get("/stream").response().text()).isEqualTo("onetwothree");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("01234").send("56789").response().text()).isEqualTo("0123456789");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n")
                    .send("01234\r\n");
            assertThat(client.send("0\r\n\r\n").response().text()).isEqualTo("01234");
            assertThat(client.get("/file").response().text()).hasSize(1_000_000);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
            if (waitsForTimeout) {
                assertThat(client.response().status()).isEqualTo(408);
            } else {
                client.reset();
            }
        }
    }
}
