package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** How a server ends: gracefully, by force, or since its listener is closed under it. */
class GracefulStopTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    /** Answers when it may; keeps how its wait ended. */
    private static final class Gate implements Application {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
            if (environ.pathInfo().equals("/waits")) {
                begun.countDown();
                try {
                    outcomes.add(open.await(8, TimeUnit.SECONDS) ? "opened" : "gave up");
                } catch (InterruptedException e) {
                    outcomes.add("interrupted");
                    throw e;
                }
            }
            return Apps.HELLO.call(environ, startResponse);
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        }

        String outcome() throws InterruptedException {
            return outcomes.poll(5, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Boolean> stopping(Server server, Duration grace) {
        var result = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(server.stop(grace));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static boolean soon(CompletableFuture<Boolean> result) throws Exception {
        return result.get(5, TimeUnit.SECONDS);
    }

    @Test
    void idleConnections_areClosedAtOnce() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var used = server.connect();
                var unused = server.connect()) {
            used.get("/").response();
            server.awaitConnections(2);
            assertThat(soon(stopping(server.server(), AMPLE))).isTrue();
            used.assertClosed();
            unused.assertClosed();
            assertThat(server.server().isDone()).isTrue();
        }
    }

    @Test
    void requestInProgress_isFinished_andNoNewConnectionAccepted() throws Exception {
        var gate = new Gate();
        try (var server = TestServer.of(gate);
                var busy = server.connect().get("/waits", "Connection: keep-alive");
                var idle = server.connect()) {
            gate.awaitBegun();
            idle.get("/").response();
            var stopping = stopping(server.server(), AMPLE);
            idle.assertClosed();
            assertThat(stopping).isNotDone();
            gate.open.countDown();
            var response = busy.response();
            assertThat(response.text()).isEqualTo("Hello, World!\r\n");
            assertThat(response.header("Connection")).isEqualTo("close");
            busy.assertClosed();
            assertThat(soon(stopping)).isTrue();
            assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);
        }
    }

    /** The first response has said that the connection goes on, and its client has sent the next request long ago. */
    @Test
    void pipelinedRequest_behindAResponseBegunBeforeTheStop_isServed() throws Exception {
        var gate = new Gate();
        Application headFirst = (environ, startResponse) -> {
            if (!environ.pathInfo().equals("/waits")) {
                return Apps.HELLO.call(environ, startResponse);
            }
            var writer = startResponse.start("200 OK", Apps.TEXT);
            writer.write(new byte[] {'-'});
            return gate.call(environ, (status, headers, error) -> writer);
        };
        try (var server = TestServer.of(headFirst);
                var busy = server.connect();
                var idle = server.connect()) {
            idle.get("/").response();
            busy.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitBegun();
            var stopping = stopping(server.server(), AMPLE);
            idle.assertClosed();
            gate.open.countDown();
            assertThat(busy.response().header("Connection")).isEmpty();
            var next = busy.response();
            assertThat(next.text()).isEqualTo("Hello, World!\r\n");
            assertThat(next.header("Connection")).isEqualTo("close");
            assertThat(soon(stopping)).isTrue();
        }
    }

    /** It connected while the server still served; that it was not accepted is none of its business. */
    @Test
    void clientInTheBacklog_isServed() throws Exception {
        var gate = new Gate();
        try (var server = TestServer.of(gate, config -> config.maxConnections(1));
                var busy = server.connect().get("/waits")) {
            gate.awaitBegun();
            try (var waiting = server.connect().get("/")) {
                var stopping = stopping(server.server(), AMPLE);
                var response = waiting.response();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.header("Connection")).isEqualTo("close");
                gate.open.countDown();
                assertThat(busy.response().status()).isEqualTo(200);
                assertThat(soon(stopping)).isTrue();
            }
        }
    }

    /** Its thread has not come to read yet when the server stops: with the first request, that may be there, it has a moment. */
    @Test
    void newConnection_whoseRequestWasNotReadYet_isServed() throws Exception {
        var mayRun = new CountDownLatch(1);
        var made = new AtomicInteger();
        ThreadFactory threads = task -> made.incrementAndGet() == 1
                ? Thread.ofVirtual().unstarted(task)
                : Thread.ofVirtual().unstarted(() -> runWhen(mayRun, task));
        try (var server = TestServer.of(Apps.HELLO, config -> config.threads(threads));
                var idle = server.connect()) {
            idle.get("/").response();
            try (var fresh = server.connect().get("/")) {
                server.awaitConnections(2);
                var stopping = stopping(server.server(), AMPLE);
                idle.assertClosed();
                mayRun.countDown();
                var response = fresh.response();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.header("Connection")).isEqualTo("close");
                assertThat(soon(stopping)).isTrue();
            }
        }
    }

    private static void runWhen(CountDownLatch latch, Runnable task) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
            task.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requestBeyondTheGrace_isInterrupted_andItsConnectionClosed() throws Exception {
        var gate = new Gate();
        var server = TestServer.of(gate);
        try (var busy = server.connect().get("/waits")) {
            gate.awaitBegun();
            assertThat(soon(stopping(server.server(), Duration.ofMillis(100)))).isFalse();
            assertThat(gate.outcome()).isEqualTo("interrupted");
            busy.assertClosed();
            assertThat(server.nextRecord().status()).isZero();
            assertThat(server.server().connections()).isZero();
        }
        assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
    }

    @Test
    void noGrace_interruptsAtOnce() throws Exception {
        var gate = new Gate();
        var server = TestServer.of(gate);
        try (var busy = server.connect().get("/waits")) {
            gate.awaitBegun();
            assertThat(soon(stopping(server.server(), Duration.ZERO))).isFalse();
            assertThat(gate.outcome()).isEqualTo("interrupted");
            busy.assertClosed();
        }
    }

    @Test
    void negativeGrace_isRefused() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.server().stop(Duration.ofNanos(-1)));
            assertThat(server.server().isDone()).isFalse();
        }
    }

    @Test
    void secondStopWithAShorterGrace_holds() throws Exception {
        var gate = new Gate();
        var server = TestServer.of(gate);
        try (var busy = server.connect().get("/waits")) {
            gate.awaitBegun();
            var patient = stopping(server.server(), AMPLE);
            assertThat(soon(stopping(server.server(), Duration.ofMillis(50)))).isFalse();
            assertThat(soon(patient)).isTrue();
            assertThat(gate.outcome()).isEqualTo("interrupted");
            busy.assertClosed();
        }
    }

    @Test
    void close_givesTheConfiguredGrace() throws Exception {
        var gate = new Gate();
        try (var server = TestServer.of(gate, config -> config.gracePeriod(Duration.ofMillis(200)));
                var busy = server.connect().get("/waits")) {
            gate.awaitBegun();
            long start = System.nanoTime();
            server.server().close();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(3));
            assertThat(gate.outcome()).isEqualTo("interrupted");
            busy.assertClosed();
        }
    }

    @Test
    void close_ofAnInterruptedThread_kills_andKeepsTheInterrupt() throws Exception {
        var gate = new Gate();
        var server = TestServer.of(gate);
        try (var busy = server.connect().get("/waits")) {
            gate.awaitBegun();
            Thread.currentThread().interrupt();
            server.server().close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(gate.outcome()).isEqualTo("interrupted");
            assertThat(server.server().isDone()).isTrue();
            busy.assertClosed();
        }
    }

    @Test
    void kill_doesNotWait_andEndsAll() throws Exception {
        var gate = new Gate();
        var server = TestServer.of(gate);
        try (var busy = server.connect().get("/waits");
                var idle = server.connect()) {
            gate.awaitBegun();
            idle.get("/").response();
            server.kill();
            assertThat(gate.outcome()).isEqualTo("interrupted");
            busy.assertClosed();
            idle.assertClosed();
        }
    }

    /** A handler that neither ends nor heeds its interrupt does not keep the server: it is named in the log and left behind. */
    @Test
    void handlerThatHeedsNoInterrupt_isLeftBehindWithAWarning() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var server = TestServer.of((environ, startResponse) -> {
            begun.countDown();
            boolean opened = false;
            while (!opened) {
                try {
                    opened = goOn.await(8, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    opened = false;
                }
            }
            return Apps.HELLO.call(environ, startResponse);
        });
        try (var busy = server.connect().get("/")) {
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(soon(stopping(server.server(), Duration.ZERO))).isFalse();
            assertThat(ServerLog.messages(Level.WARNING))
                    .containsExactly(
                            "1 requests on " + server.server().address() + " did not end when they were interrupted");
            busy.assertClosed();
            goOn.countDown();
            server.awaitConnections(0);
        }
    }

    @Test
    void linkedCallbacks_areToldOnce_alsoAfterTheEnd() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var server = TestServer.of(Apps.HELLO)) {
            server.server().link(ended -> told.add("first " + ended.connections()));
            server.server().link(ended -> told.add("second"));
            assertThat(told).isEmpty();
            assertThat(server.server().stop(AMPLE)).isTrue();
            server.server().link(ended -> told.add("late"));
            assertThat(told).containsExactly("first 0", "second", "late");
        }
    }

    @Test
    void await_ofSeveralThreads_endsWithTheServer() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            var ended = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                Thread.ofVirtual().start(() -> {
                    try {
                        server.server().await();
                        ended.countDown();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(ended.getCount()).isEqualTo(2);
            server.server().stop(AMPLE);
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void listenerClosedBySomebodyElse_endsTheServer_andItsIdleConnections() throws Exception {
        var listener = listener();
        var server = Server.spawn(
                Apps.HELLO, ServerConfig.builder().drainOnShutdown(false).build(), listener);
        try (var client = RawClient.connect(server.address())) {
            assertThat(client.get("/").response().status()).isEqualTo(200);
            listener.close();
            client.assertClosed();
            server.await();
            assertThat(server.isDone()).isTrue();
            assertThatThrownBy(() -> RawClient.connect(server.address())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void listenerClosedBySomebodyElse_letsARequestInProgressFinish() throws Exception {
        var gate = new Gate();
        var listener = listener();
        var server =
                Server.spawn(gate, ServerConfig.builder().drainOnShutdown(false).build(), listener);
        try (var busy = RawClient.connect(server.address()).get("/waits")) {
            gate.awaitBegun();
            try (var idle = RawClient.connect(server.address())) {
                idle.get("/").response();
                listener.close();
                idle.assertClosed();
            }
            assertThat(server.isDone()).isFalse();
            gate.open.countDown();
            assertThat(busy.response().text()).isEqualTo("Hello, World!\r\n");
            busy.assertClosed();
            server.await();
        }
    }

    @Test
    void listenerClosedBySomebodyElse_whileAllPlacesAreTaken_endsTheServer() throws Exception {
        var listener = listener();
        var config =
                ServerConfig.builder().drainOnShutdown(false).maxConnections(1).build();
        var server = Server.spawn(Apps.HELLO, config, listener);
        try (var client = RawClient.connect(server.address())) {
            assertThat(client.get("/").response().status()).isEqualTo(200);
            listener.close();
            client.assertClosed();
            server.await();
        }
    }

    private static ServerSocketChannel listener() throws Exception {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
}
