package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.web.EventBroadcast;
import dev.loomlet.web.EventQueue;
import dev.loomlet.web.EventSource;
import dev.loomlet.web.EventStream;
import dev.loomlet.web.ServerSentEvent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events over a connection. */
class EventStreamTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** One queue a request, for the test to send by. */
    private static final class Queues implements Application {

        private final BlockingQueue<EventQueue> queues = new LinkedBlockingQueue<>();
        private final Duration heartbeat;

        Queues(Duration heartbeat) {
            this.heartbeat = heartbeat;
        }

        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) {
            var queue = new EventQueue(4);
            queues.add(queue);
            return new EventStream(queue)
                    .heartbeat(heartbeat)
                    .atStop(ServerSentEvent.of("bye"))
                    .start(environ, startResponse);
        }

        EventQueue next() throws InterruptedException {
            var queue = queues.poll(5, TimeUnit.SECONDS);
            assertThat(queue).isNotNull();
            return queue;
        }
    }

    private static CountDownLatch closing(EventQueue queue) {
        var closed = new CountDownLatch(1);
        queue.onClose(closed::countDown);
        return closed;
    }

    private static void assertClosesWithin5Seconds(CountDownLatch closed) throws InterruptedException {
        assertThat(closed.await(5, TimeUnit.SECONDS)).as("closed").isTrue();
    }

    private static String chunk(RawClient client) throws IOException {
        int size = Integer.parseInt(client.line(), 16);
        var chunk = Apps.text(client.exactly(size));
        assertThat(client.line()).isEmpty();
        return chunk;
    }

    @Test
    void stream_begins_withItsHeaders_andAComment_beforeAnyEvent() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues);
                var client = server.connect().get("/")) {
            var head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(head.header("Cache-Control")).isEqualTo("no-store");
            assertThat(head.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(chunk(client)).isEqualTo(":\n");
        }
    }

    @Test
    void eachEvent_isAChunk_sentAtOnce_whateverTheServerCollects() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues, config -> config.minimumChunkSize(10_000));
                var client = server.connect().get("/")) {
            client.head();
            assertThat(chunk(client)).isEqualTo(":\n");
            var queue = queues.next();
            for (int i = 0; i < 10; i++) {
                queue.send(ServerSentEvent.of("event " + i));
                assertThat(chunk(client)).isEqualTo("data: event " + i + "\n\n");
            }
            queue.end();
            assertThat(client.line()).isEqualTo("0");
            assertThat(client.line()).isEmpty();
            assertThat(client.get("/").head().status()).isEqualTo(200);
        }
    }

    @Test
    void stream_toHttp10_endsWithTheConnection() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues);
                var client = server.connect().send("GET / HTTP/1.0\r\n\r\n")) {
            assertThat(client.head().header("Transfer-Encoding")).isEmpty();
            var queue = queues.next();
            queue.send(ServerSentEvent.of("x"));
            queue.end();
            assertThat(client.rest()).isEqualTo(":\ndata: x\n\n");
        }
    }

    @Test
    void head_getsTheHeaders_andTheSourceIsClosed() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues);
                var client = server.connect().send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(client.response(/* toHead= */ true).header("Content-Type"))
                    .isEqualTo("text/event-stream");
            assertClosesWithin5Seconds(closing(queues.next()));
        }
    }

    @Test
    void heartbeats_comeWhileNothingElseDoes_asWholeComments() throws Exception {
        var queues = new Queues(Duration.ofMillis(40));
        try (var server = TestServer.of(queues);
                var client = server.connect().get("/")) {
            client.head();
            assertThat(List.of(chunk(client), chunk(client), chunk(client), chunk(client), chunk(client)))
                    .containsExactly(":\n", ":", "\n", ":", "\n");
            var queue = queues.next();
            queue.send(ServerSentEvent.of("x"));
            var text = new StringBuilder();
            while (!text.toString().endsWith("\n\n")) {
                text.append(chunk(client));
            }
            assertThat(text.toString()).matches("(:\n)*data: x\n\n");
        }
    }

    /** By an end or a reset, and without a single event: the two halves of one heartbeat find out. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clientThatLeft_isNoticedWithinAHeartbeat_andTheSourceIsClosed(boolean resets) throws Exception {
        var heartbeat = Duration.ofSeconds(1);
        var queues = new Queues(heartbeat);
        try (var server = TestServer.of(queues)) {
            var client = server.connect().get("/");
            client.head();
            chunk(client);
            var closed = closing(queues.next());
            long start = System.nanoTime();
            if (resets) {
                client.reset();
            } else {
                client.close();
            }
            assertClosesWithin5Seconds(closed);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(heartbeat.plusMillis(600));
            assertThat(server.nextRecord().status()).isEqualTo(200);
            server.awaitConnections(0);
        }
    }

    @Test
    void gracefulStop_endsTheStream_withItsLastEvent() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues);
                var client = server.connect().get("/")) {
            client.head();
            var queue = queues.next();
            assertThat(chunk(client)).isEqualTo(":\n");
            assertThat(server.server().stop(Duration.ofSeconds(5))).isTrue();
            assertThat(client.chunks()).containsExactly("data: bye\n\n");
            client.assertClosed();
            assertThat(queue.isClosed()).isTrue();
        }
    }

    @Test
    void streamThatBegins_whileTheServerStops_endsAtOnce() throws Exception {
        var called = new CountDownLatch(1);
        var stopping = new CountDownLatch(1);
        var queues = new Queues(LONG);
        Application late = (environ, startResponse) -> {
            called.countDown();
            assertThat(stopping.await(5, TimeUnit.SECONDS)).isTrue();
            return queues.call(environ, startResponse);
        };
        try (var server = TestServer.of(late);
                var client = server.connect().get("/")) {
            assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();
            var stop = Thread.ofVirtual().start(server::close);
            while (stop.getState() == Thread.State.NEW || stop.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            stopping.countDown();
            client.head();
            assertThat(client.chunks()).containsExactly(":\n", "data: bye\n\n");
            stop.join();
        }
    }

    @Test
    void kill_interruptsTheWaitForAnEvent() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues);
                var client = server.connect().get("/")) {
            client.head();
            var closed = closing(queues.next());
            server.kill();
            assertClosesWithin5Seconds(closed);
        }
    }

    @Test
    void spawnedSender_sends_andIsKilledWhenItsClientLeft() throws Exception {
        var killed = new CountDownLatch(1);
        Application application = (environ, startResponse) -> EventStream.spawn(events -> {
                    try {
                        events.send(ServerSentEvent.of("first"));
                        new CountDownLatch(1).await();
                    } finally {
                        killed.countDown();
                    }
                })
                .heartbeat(Duration.ofMillis(50))
                .start(environ, startResponse);
        try (var server = TestServer.of(application)) {
            try (var client = server.connect().get("/")) {
                client.head();
                assertThat(chunk(client)).isEqualTo(":\n");
                assertThat(chunk(client)).isEqualTo("data: first\n\n");
            }
            assertThat(killed.await(5, TimeUnit.SECONDS)).isTrue();
            server.awaitConnections(0);
        }
    }

    @Test
    @LogsErrors("the application failed after its response had begun")
    void spawnedSender_thatFails_breaksTheStreamOff() throws Exception {
        Application application = (environ, startResponse) -> EventStream.spawn(events -> {
                    events.send(ServerSentEvent.of("last"));
                    throw new IllegalStateException("the sender's own");
                })
                .start(environ, startResponse);
        try (var server = TestServer.of(application);
                var client = server.connect().get("/")) {
            client.head();
            assertThat(client.rest()).isEqualTo("2\r\n:\n\r\nc\r\ndata: last\n\n\r\n");
        }
    }

    @Test
    void iterable_isStreamed_andClosed() throws Exception {
        var closed = new CountDownLatch(1);
        class Three implements Iterable<ServerSentEvent>, AutoCloseable {
            @Override
            public Iterator<ServerSentEvent> iterator() {
                return List.of("1", "2", "3").stream().map(ServerSentEvent::of).iterator();
            }

            @Override
            public void close() {
                closed.countDown();
            }
        }
        Application application =
                (environ, startResponse) -> EventStream.of(new Three()).start(environ, startResponse);
        try (var server = TestServer.of(application);
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo(":\ndata: 1\n\ndata: 2\n\ndata: 3\n\n");
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A lambda over a queue of one's own has no wakeup: it ends when the time of its poll is over. */
    @Test
    void sourceWithoutWakeup_endsWithTheServer_withinAHeartbeat() throws Exception {
        var own = new LinkedBlockingQueue<ServerSentEvent>();
        EventSource source = time -> Optional.ofNullable(own.poll(time.toNanos(), TimeUnit.NANOSECONDS));
        Application application = (environ, startResponse) ->
                new EventStream(source).heartbeat(Duration.ofMillis(100)).start(environ, startResponse);
        try (var server = TestServer.of(application);
                var client = server.connect().get("/")) {
            own.add(ServerSentEvent.of("mine"));
            client.head();
            chunk(client);
            var text = new StringBuilder();
            while (!text.toString().endsWith("\n\n")) {
                text.append(chunk(client));
            }
            assertThat(text.toString()).endsWith("data: mine\n\n");
            assertThat(server.server().stop(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void broadcast_reachesManyClients_eachInOrder_andGivesWhatWasMissed() throws Exception {
        var news = new EventBroadcast(100, Duration.ofSeconds(5), /* history= */ 100);
        try (var server = TestServer.of(news)) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 50; i++) {
                var client = server.connect().get("/");
                client.head();
                assertThat(chunk(client)).isEqualTo(":\n");
                clients.add(client);
            }
            var expected = new ArrayList<String>();
            for (int i = 0; i < 20; i++) {
                var event = ServerSentEvent.of("news " + i).withId("\u00e4" + i);
                news.send(event);
                expected.add(event.toString());
            }
            for (var client : clients) {
                for (var event : expected) {
                    assertThat(new String(Apps.bytes(chunk(client)), StandardCharsets.UTF_8))
                            .isEqualTo(event);
                }
            }
            try (var back = server.connect().get("/", "Last-Event-ID: \u00c3\u00a418")) {
                back.head();
                assertThat(chunk(back)).isEqualTo(":\n");
                assertThat(chunk(back)).isEqualTo("data: news 19\nid: \u00c3\u00a419\n\n");
            }
            news.close();
            for (var client : clients) {
                assertThat(client.chunks()).isEmpty();
                client.close();
            }
        }
    }

    /** Its window full, the client makes the sender wait; nothing is collected beyond the queue. */
    @Test
    void clientThatReadsNothing_makesTheSenderWait_andReadsAllInTheEnd() throws Exception {
        var queues = new Queues(LONG);
        var large = ServerSentEvent.of("x".repeat(100_000));
        try (var server = TestServer.of(queues);
                var client = RawClient.connect(server.port(), /* receiveBuffer= */ 4096)
                        .get("/")) {
            client.head();
            var queue = queues.next();
            int sent = 0;
            while (queue.offer(large, Duration.ofMillis(300))) {
                sent++;
            }
            assertThat(sent).isLessThan(400);
            queue.end();
            var chunks = client.chunks();
            assertThat(chunks).hasSize(sent + 1);
            assertThat(chunks.getLast()).hasSize(100_000 + 8);
        }
    }

    private static String data(Http2Client client) throws IOException {
        return client.await(frame -> frame.is(Http2Client.DATA, 1)).text();
    }

    @Test
    void stream_overHttp2_sendsEachEventAtOnce_andEndsWithTheServer() throws Exception {
        var queues = new Queues(LONG);
        try (var server = TestServer.of(queues);
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/");
            assertThat(data(client)).isEqualTo(":\n");
            queues.next().send(ServerSentEvent.of("x"));
            assertThat(data(client)).isEqualTo("data: x\n\n");
            var stop = Thread.ofVirtual().start(server::close);
            assertThat(client.response(1).body()).endsWith("data: bye\n\n");
            stop.join();
        }
    }

    @Test
    void clientOfHttp2_thatResetsTheStream_isNoticedWithinAHeartbeat() throws Exception {
        var queues = new Queues(Duration.ofSeconds(1));
        try (var server = TestServer.of(queues);
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/");
            assertThat(data(client)).isEqualTo(":\n");
            var closed = closing(queues.next());
            client.frame(Http2Client.RST_STREAM, 0, 1, Http2Client.number(8));
            assertClosesWithin5Seconds(closed);
            server.nextRecord();
        }
    }
}
