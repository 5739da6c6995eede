package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a socket of every kind. */
@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class GreenSocketTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int MORE_THAN_BUFFERS = 16 * 1024 * 1024;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Waits until the thread of a test's reader or writer is parked, in a read or write where there is nothing else to wait for. */
    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private static Throwable rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @ParameterizedTest
    @EnumSource
    void bytes_goBothWaysToTheEnd(Stream kind) throws Exception {
        var sent = new byte[1_000_003];
        new Random(7).nextBytes(sent);
        try (var pair = kind.pair()) {
            var echo = Green.spawn(() -> {
                pair.server().input().transferTo(pair.server().output());
                pair.server().shutdownOutput();
            });
            var writer = Green.spawn(() -> {
                pair.client().output().write(sent[0]);
                pair.client().output().write(sent, 1, sent.length - 1);
                pair.client().shutdownOutput();
                pair.client().shutdownOutput();
            });

            assertThat(pair.client().input().read()).isEqualTo(sent[0] & 0xff);
            assertThat(pair.client().input().readAllBytes()).isEqualTo(Arrays.copyOfRange(sent, 1, sent.length));
            assertThat(pair.client().input().read()).isEqualTo(-1);
            writer.await();
            echo.await();
            assertThatThrownBy(() -> pair.client().output().write(1))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("was shut down");
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_timesOut_andTheSocketGoesOn(Stream kind) throws Exception {
        try (var pair = kind.pair()) {
            var client = pair.client();
            client.timeout(SHORT);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> client.input().read()).isInstanceOf(SocketTimeoutException.class);
            }
            pair.server().output().write(bytes("late"));
            client.timeout(LONG);
            assertThat(client.input().readNBytes(4)).isEqualTo(bytes("late"));

            client.timeout(Duration.ZERO);
            assertThatThrownBy(() -> client.input().read()).isInstanceOf(SocketTimeoutException.class);
            client.noTimeout();
            var reader = Green.spawn(() -> client.input().readAllBytes());
            pair.server().output().write(bytes("more"));
            pair.server().shutdownOutput();
            assertThat(reader.await()).isEqualTo(bytes("more"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_withTimeouts_losesNothing(Stream kind) throws Exception {
        var sent = new byte[300_000];
        new Random(8).nextBytes(sent);
        try (var pair = kind.pair()) {
            pair.client().timeout(Duration.ofMillis(1));
            assertThatThrownBy(() -> pair.client().input().read()).isInstanceOf(SocketTimeoutException.class);
            var writer = Green.spawn(() -> {
                for (int i = 0; i < sent.length; i += 3000) {
                    pair.server().output().write(sent, i, 3000);
                    if (i % 50_000 == 0) {
                        Green.sleep(Duration.ofMillis(3));
                    }
                }
                pair.server().shutdownOutput();
            });
            var got = new byte[sent.length];
            for (int at = 0; at < got.length; ) {
                try {
                    int count = pair.client().input().read(got, at, Math.min(777, got.length - at));
                    assertThat(count).isPositive();
                    at += count;
                } catch (SocketTimeoutException e) {
                    assertThat(at).isLessThan(sent.length);
                }
            }
            writer.await();
            pair.client().timeout(LONG);
            assertThat(got).isEqualTo(sent);
            assertThat(pair.client().input().read()).isEqualTo(-1);
        }
    }

    /** Where eventlet refuses too: Second simultaneous read on fileno. */
    @ParameterizedTest
    @EnumSource
    void read_whileAnotherThreadReads_isRefusedAndTheFirstGoesOn(Stream kind) throws Exception {
        try (var pair = kind.pair()) {
            var first = new AtomicReference<Thread>();
            var reader = Green.spawn(() -> {
                first.set(Thread.currentThread());
                return pair.client().input().read();
            });
            while (first.get() == null) {
                Thread.onSpinWait();
            }
            awaitParked(first.get());

            assertThatThrownBy(() -> pair.client().input().read())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("second simultaneous read of GreenSocket[");

            pair.server().output().write('x');
            assertThat(reader.await()).isEqualTo('x');
        }
    }

    @ParameterizedTest
    @EnumSource
    void writes_ofSeveralThreads_stayTogether(Stream kind) throws Exception {
        int length = 100_000;
        try (var pair = kind.pair()) {
            for (int i = 0; i < 5; i++) {
                var message = new byte[length];
                Arrays.fill(message, (byte) i);
                Green.spawnN(() -> pair.client().output().write(message));
            }

            for (int i = 0; i < 5; i++) {
                var message = pair.server().input().readNBytes(length);
                var expected = new byte[length];
                Arrays.fill(expected, message[0]);
                assertThat(message).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void close_fromAnotherThread_endsReadAndWrite(Stream kind) throws Exception {
        try (var pair = kind.pair()) {
            var threads = new AtomicReference<Thread>();
            var writing = new AtomicReference<Thread>();
            var reader = Green.spawn(() -> {
                threads.set(Thread.currentThread());
                return pair.client().input().read();
            });
            var writer = Green.spawn(() -> {
                writing.set(Thread.currentThread());
                pair.client().output().write(new byte[MORE_THAN_BUFFERS]);
            });
            while (threads.get() == null || writing.get() == null) {
                Thread.onSpinWait();
            }
            awaitParked(threads.get());
            awaitParked(writing.get());

            pair.client().close();
            pair.client().close();

            var message = "the connection to " + Addresses.text(pair.client().remoteAddress()) + " is closed";
            assertThatThrownBy(reader::await)
                    .isInstanceOf(SocketException.class)
                    .hasMessage(message);
            assertThatThrownBy(writer::await)
                    .isInstanceOf(SocketException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> pair.client().input().read()).hasMessage(message);
            assertThatThrownBy(() -> pair.client().output().write(1)).hasMessage(message);
            assertThatThrownBy(() -> pair.client().shutdownOutput()).hasMessage(message);
            pair.client().timeout(LONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void kill_whileReading_throwsTheKillAndCloses(Stream kind) throws Exception {
        try (var pair = kind.pair()) {
            var started = new AtomicReference<Thread>();
            var caught = new AtomicReference<Throwable>();
            var reader = Green.spawn(() -> {
                started.set(Thread.currentThread());
                try {
                    return pair.client().input().read();
                } catch (IllegalStateException e) {
                    caught.set(e);
                    return Thread.currentThread().isInterrupted() ? -3 : -2;
                }
            });
            while (started.get() == null) {
                Thread.onSpinWait();
            }
            awaitParked(started.get());
            var kill = new IllegalStateException("killed");

            reader.kill(kill);

            assertThat(reader.await()).isEqualTo(-2);
            assertThat(caught.get()).isSameAs(kill);
            assertThatThrownBy(() -> pair.client().input().read()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interrupt_whileReading_closesAndStays(Stream kind) throws Exception {
        for (boolean timed : new boolean[] {false, true}) {
            try (var pair = kind.pair()) {
                if (timed) {
                    pair.client().timeout(LONG);
                }
                var caught = new AtomicReference<Throwable>();
                var reader = Thread.ofVirtual().start(() -> {
                    try {
                        pair.client().input().read();
                    } catch (IOException e) {
                        caught.set(Thread.currentThread().isInterrupted() ? e : null);
                    }
                });
                awaitParked(reader);

                reader.interrupt();
                reader.join();

                assertThat(rootCause(caught.get())).isInstanceOf(ClosedByInterruptException.class);
                assertThat(pair.client().channel().isOpen()).isFalse();
            }
        }
    }

    @Test
    void interrupt_whileWaitingForAnothersWrite_writesNothingAndStaysOpen() throws Exception {
        try (var pair = Stream.TCP.pair()) {
            var first = Thread.ofVirtual().start(() -> {
                try {
                    pair.client().output().write(new byte[MORE_THAN_BUFFERS]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            awaitParked(first);
            var caught = new AtomicReference<Throwable>();
            var second = Thread.ofVirtual().start(() -> {
                try {
                    pair.client().output().write(1);
                } catch (IOException e) {
                    caught.set(Thread.currentThread().isInterrupted() ? e : null);
                }
            });
            awaitParked(second);

            second.interrupt();
            second.join();

            assertThat(caught.get()).isInstanceOf(InterruptedIOException.class);
            assertThat(Arrays.equals(pair.server().input().readNBytes(MORE_THAN_BUFFERS), new byte[MORE_THAN_BUFFERS]))
                    .isTrue();
            first.join();
            pair.client().output().write(2);
            assertThat(pair.server().input().read()).isEqualTo(2);
        }
    }

    @Test
    void kill_whileWaitingForAnothersWrite_isThrown() throws Exception {
        try (var pair = Stream.TCP.pair()) {
            var first = Thread.ofVirtual().start(() -> {
                try {
                    pair.client().output().write(new byte[MORE_THAN_BUFFERS]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            awaitParked(first);
            var started = new CountDownLatch(1);
            var caught = new AtomicReference<Throwable>();
            var second = Green.spawn(() -> {
                started.countDown();
                try {
                    pair.client().output().write(1);
                } catch (GreenThreadExit e) {
                    caught.set(e);
                }
            });
            started.await();

            second.kill();
            second.await();

            assertThat(caught.get()).isInstanceOf(GreenThreadExit.class);
            pair.server().input().skipNBytes(MORE_THAN_BUFFERS);
            first.join();
        }
    }

    @Test
    void reset_byThePeer_isASocketException() throws Exception {
        try (var pair = Stream.TCP.pair()) {
            pair.server().channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            pair.server().close();

            assertThatThrownBy(() -> pair.client().input().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
        }
    }

    /** As in eventlet, whose sockets suppress what it calls ragged ends. */
    @ParameterizedTest
    @EnumSource(names = {"TLS", "TLS_OVER_UNIX"})
    void end_withoutTheEndOfTls_isAnEnd(Stream kind) throws Exception {
        try (var pair = kind.pair()) {
            pair.server().output().write('x');
            pair.server().channel().close();

            assertThat(pair.client().input().readAllBytes()).isEqualTo(bytes("x"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void addresses_areThoseOfTheEnds_alsoWhenClosed(Stream kind) throws Exception {
        try (var pair = kind.pair()) {
            pair.client().close();
            pair.server().close();
            assertThat(pair.client().remoteAddress()).isEqualTo(pair.server().localAddress());
            assertThat(pair.server().remoteAddress()).isEqualTo(pair.client().localAddress());
            assertThat(pair.client().sslSession().isPresent())
                    .isEqualTo(kind.name().startsWith("TLS"));
            assertThat(pair.client().toString()).contains(" -> ").doesNotContain("null");
        }
    }
}
