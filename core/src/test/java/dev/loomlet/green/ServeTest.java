package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class ServeTest {

    private static final Duration LONG = Duration.ofSeconds(9);
    private static final ServeOptions CRASHING = ServeOptions.defaults().endsOnError(true);

    private GreenServerSocket listener;

    @BeforeEach
    void listen() throws Exception {
        listener = Green.listen(Stream.anyPort());
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    private GreenThread<Void> serve(ConnectionHandler handler) {
        return serve(handler, ServeOptions.defaults());
    }

    private GreenThread<Void> serve(ConnectionHandler handler, ServeOptions options) {
        return Green.spawn(() -> {
            Green.serve(listener, handler, options);
            return null;
        });
    }

    private GreenSocket connect() throws Exception {
        var socket = Green.connect(listener.localAddress());
        socket.timeout(LONG);
        return socket;
    }

    private static void assertClosed(GreenSocket client) throws Exception {
        try {
            assertThat(client.input().read()).isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            assertThat(e).hasMessageStartingWith("Connection reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void handlerReturns_connectionIsClosed(Stream kind) throws Exception {
        try (var served = kind.listen()) {
            var serving = Green.spawn(
                    () -> Green.serve(served, socket -> socket.output().write('x')));
            for (int i = 0; i < 3; i++) {
                try (var client = kind.connect(served)) {
                    assertThat(client.input().readAllBytes()).isEqualTo(new byte[] {'x'});
                }
            }
            serving.kill();
            assertThatThrownBy(serving::await).isInstanceOf(GreenThreadExit.class);
        }
    }

    @Test
    void everyConnection_isHandled() throws Exception {
        var handled = new CountDownLatch(100);
        var serving = serve(_ -> handled.countDown());
        for (int i = 0; i < 100; i++) {
            try (var client = connect()) {
                assertClosed(client);
            }
        }
        handled.await();
        listener.close();
        serving.await();
    }

    @Test
    void listenerClosed_serveReturns_handlersGoOn() throws Exception {
        var go = new CountDownLatch(1);
        var serving = serve(socket -> {
            socket.output().write('a');
            go.await();
            socket.output().write('b');
        });
        try (var client = connect()) {
            assertThat(client.input().read()).isEqualTo('a');
            listener.close();
            serving.await();
            go.countDown();
            assertThat(client.input().read()).isEqualTo('b');
            assertClosed(client);
        }
    }

    @Test
    void serve_blocks_untilItsTimeoutAndTheListenerGoesOn() throws Exception {
        var timeout = Timeout.after(Duration.ofMillis(10));
        try (timeout) {
            assertThatThrownBy(() -> Green.serve(listener, _ -> {})).isSameAs(timeout);
        }
        var serving = serve(socket -> socket.output().write('x'));
        try (var client = connect()) {
            assertThat(client.input().read()).isEqualTo('x');
        }
        listener.close();
        serving.await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stopServe_endsServeAndLeavesTheListenerOpen(boolean crashing) throws Exception {
        var serving = serve(
                _ -> {
                    throw new StopServe();
                },
                ServeOptions.defaults().endsOnError(crashing));
        try (var client = connect()) {
            serving.await();
            assertClosed(client);
        }
        assertThat(listener.isOpen()).isTrue();
    }

    /** Also if the handler has ended before the accepting thread could ask to be told. */
    @Test
    void stopServe_atOnce_alwaysEndsServe() throws Exception {
        try (var reports = UncaughtReports.open()) {
            for (int i = 0; i < 300; i++) {
                var serving = serve(_ -> {
                    throw new StopServe();
                });
                try (var client = connect()) {
                    serving.await();
                    assertThat(client.channel().isOpen()).isTrue();
                }
            }
            assertThat(reports.isEmpty()).isTrue();
        }
    }

    /** The accepting thread waits for a place, not for a connection. */
    @Test
    void stopServe_atTheLimit_endsServeToo() throws Exception {
        var stop = new CountDownLatch(1);
        var serving = serve(
                _ -> {
                    stop.await();
                    throw new StopServe();
                },
                ServeOptions.defaults().concurrency(1));
        try (var client = connect()) {
            stop.countDown();
            serving.await();
            assertClosed(client);
        }
    }

    /** eventlet does so always. */
    @Test
    void error_ifAskedFor_isThrownByServeItself() throws Exception {
        var error = new IOException("not of the connection");
        var serving = serve(
                _ -> {
                    throw error;
                },
                CRASHING);
        try (var client = connect()) {
            assertThatThrownBy(serving::await).isSameAs(error);
            assertClosed(client);
        }
        assertThat(listener.isOpen()).isTrue();
    }

    @Test
    void error_afterTheHandlerHasClosed_isThrownToo() throws Exception {
        var error = new IllegalStateException("closed before");
        var serving = serve(
                socket -> {
                    socket.close();
                    throw error;
                },
                CRASHING);
        try (var client = connect()) {
            assertThatThrownBy(serving::await).isSameAs(error);
            assertClosed(client);
        }
    }

    @Test
    void error_byDefault_isReportedAndServeGoesOn() throws Exception {
        var error = new IllegalStateException("of one client");
        var calls = new AtomicInteger();
        try (var reports = UncaughtReports.open()) {
            var serving = serve(socket -> {
                if (calls.getAndIncrement() == 0) {
                    throw error;
                }
                socket.output().write('x');
            });
            try (var first = connect()) {
                assertClosed(first);
            }
            assertThat(reports.next()).isSameAs(error);
            try (var second = connect()) {
                assertThat(second.input().read()).isEqualTo('x');
            }
            listener.close();
            serving.await();
            assertThat(reports.isEmpty()).isTrue();
        }
    }

    /** What it does itself does not count: its own files can be missing, its backend can leave. */
    @Test
    void error_ofAnotherSocket_isReported() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (var reports = UncaughtReports.open();
                var nobody = SocketChannel.open().bind(Stream.anyPort())) {
            var serving = serve(_ -> Green.connect(nobody.getLocalAddress()).close());
            try (var client = connect()) {
                assertClosed(client);
            }
            assertThat(reports.next()).isInstanceOf(IOException.class);
            listener.close();
            serving.await();
        }
    }

    @Test
    void peerThatLeft_isNoError() throws Exception {
        var ended = new LinkedBlockingQueue<Throwable>();
        try (var reports = UncaughtReports.open()) {
            var serving = serve(
                    socket -> {
                        try {
                            if (socket.input().read() == 'e') {
                                socket.input().skipNBytes(5);
                            }
                            while (true) {
                                socket.output().write(new byte[10_000]);
                            }
                        } catch (EOFException e) {
                            ended.add(e);
                            throw e;
                        } catch (IOException e) {
                            ended.add(e);
                            throw new UncheckedIOException(e);
                        }
                    },
                    CRASHING);
            try (var client = connect()) {
                client.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
                client.output().write('x');
            }
            assertThat(ended.take()).isInstanceOf(IOException.class);
            try (var client = connect()) {
                client.output().write('e');
            }
            assertThat(ended.take()).isInstanceOf(EOFException.class);
            listener.close();
            serving.await();
            assertThat(reports.isEmpty()).isTrue();
        }
    }

    @Test
    void peerThatIsTooSlow_isNoError() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var serving = serve(
                    socket -> {
                        socket.timeout(Duration.ofMillis(2));
                        assertThat(socket.input().read()).isEqualTo(-2);
                    },
                    CRASHING);
            try (var client = connect()) {
                assertClosed(client);
            }
            listener.close();
            serving.await();
            assertThat(reports.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerKilled_isNoError(boolean crashing) throws Exception {
        var handlers = new LinkedBlockingQueue<GreenThread<?>>();
        try (var reports = UncaughtReports.open()) {
            var serving = serve(
                    socket -> {
                        handlers.add(Green.current().orElseThrow());
                        assertThat(socket.input().read()).isEqualTo(-2);
                    },
                    ServeOptions.defaults().endsOnError(crashing));
            try (var client = connect()) {
                handlers.take().kill();
                assertClosed(client);
            }
            try (var client = connect()) {
                handlers.take().kill();
                assertClosed(client);
            }
            listener.close();
            serving.await();
            assertThat(reports.isEmpty()).isTrue();
        }
    }

    @Test
    void kill_ofWhoServes_endsItAndHandlersGoOn() throws Exception {
        var go = new CountDownLatch(1);
        var serving = serve(socket -> {
            socket.output().write('a');
            go.await();
            socket.output().write('b');
        });
        try (var client = connect()) {
            assertThat(client.input().read()).isEqualTo('a');
            var kill = new IllegalStateException("enough");
            serving.kill(kill);
            assertThatThrownBy(serving::await).isSameAs(kill);
            assertThat(listener.isOpen()).isTrue();
            go.countDown();
            assertThat(client.input().read()).isEqualTo('b');
        }
    }

    @Test
    void interrupt_ofWhoServes_isInterruptedException() throws Exception {
        var caught = new AtomicReference<Throwable>();
        var serving = Thread.ofPlatform().start(() -> {
            try {
                Green.serve(listener, _ -> {});
            } catch (Exception e) {
                caught.set(Thread.currentThread().isInterrupted() ? null : e);
            }
        });
        serving.interrupt();
        serving.join();
        assertThat(caught.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void concurrency_isTheMostAtATime_andNoMoreAreAccepted() throws Exception {
        int limit = 5;
        var go = new CountDownLatch(1);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var serving = serve(
                socket -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    socket.output().write('x');
                    go.await();
                    running.decrementAndGet();
                },
                ServeOptions.defaults().concurrency(limit));
        var clients = new ArrayList<GreenSocket>();
        for (int i = 0; i < limit; i++) {
            clients.add(connect());
            assertThat(clients.get(i).input().read()).isEqualTo('x');
        }
        try (var oneMore = connect()) {
            oneMore.timeout(Duration.ofMillis(20));
            assertThatThrownBy(() -> oneMore.input().read()).isInstanceOf(SocketTimeoutException.class);
            go.countDown();
            oneMore.timeout(LONG);
            assertThat(oneMore.input().read()).isEqualTo('x');
        }
        for (var client : clients) {
            client.close();
        }
        assertThat(most.get()).isEqualTo(limit);
        listener.close();
        serving.await();
    }

    @Test
    void pool_canBeAwaited() throws Exception {
        var pool = new GreenPool(2);
        var go = new CountDownLatch(1);
        var handled = new AtomicInteger();
        var serving = serve(
                socket -> {
                    socket.output().write('x');
                    go.await();
                    handled.incrementAndGet();
                },
                ServeOptions.defaults().pool(pool));
        try (var first = connect();
                var second = connect();
                var third = connect()) {
            assertThat(first.input().read()).isEqualTo('x');
            assertThat(second.input().read()).isEqualTo('x');
            while (pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            serving.kill();
            assertThatThrownBy(serving::await).isInstanceOf(GreenThreadExit.class);
            /* The one that was accepted and had to wait. */
            assertClosed(third);
            go.countDown();
            pool.awaitAll();
            assertThat(handled.get()).isEqualTo(2);
            assertClosed(first);
        }
    }

    @Test
    void concurrency_zero_isRefused() {
        assertThatThrownBy(() -> Green.serve(listener, _ -> {}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concurrency 0 is less than 1");
        assertThat(ServeOptions.defaults().concurrency()).isEqualTo(1000);
    }

    @Test
    void servedTwice_eachConnectionIsHandledOnce() throws Exception {
        var handled = new AtomicInteger();
        var done = new CountDownLatch(40);
        ConnectionHandler handler = _ -> {
            handled.incrementAndGet();
            done.countDown();
        };
        var first = serve(handler);
        var second = serve(handler);
        for (int i = 0; i < 40; i++) {
            try (var client = connect()) {
                assertClosed(client);
            }
        }
        assertThat(done.await(9, TimeUnit.SECONDS)).isTrue();
        listener.close();
        first.await();
        second.await();
        assertThat(handled.get()).isEqualTo(40);
    }
}
