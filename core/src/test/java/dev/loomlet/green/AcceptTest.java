package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends an accept, and what becomes of the listener and of connections then. */
@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class AcceptTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicReference<Thread> accepting = new AtomicReference<>();

    private GreenThread<GreenSocket> accept(GreenServerSocket listener) throws InterruptedException {
        var green = Green.spawn(() -> {
            accepting.set(Thread.currentThread());
            started.countDown();
            return listener.accept();
        });
        started.await();
        while (accepting.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return green;
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // the close is what is tested
    void close_fromAnotherThread_endsAccept(Stream kind) throws Exception {
        try (var listener = kind.listen()) {
            var accept = accept(listener);

            listener.close();

            var message = "the listener on " + Addresses.text(listener.localAddress()) + " is closed";
            assertThatThrownBy(accept::await)
                    .isInstanceOf(SocketException.class)
                    .hasMessage(message);
            assertThatThrownBy(listener::accept)
                    .isInstanceOf(SocketException.class)
                    .hasMessage(message);
            assertThat(listener.isOpen()).isFalse();
        }
    }

    /** With the JDK's sockets the listener would be closed. */
    @ParameterizedTest
    @EnumSource
    void kill_ofWhoAccepts_isThrownAndTheListenerGoesOn(Stream kind) throws Exception {
        try (var listener = kind.listen()) {
            var accept = accept(listener);
            var kill = new IllegalStateException("enough");

            accept.kill(kill);
            assertThatThrownBy(accept::await).isSameAs(kill);

            assertConnects(kind, listener);
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeout_ofWhoAccepts_isThrownAndTheListenerGoesOn(Stream kind) throws Exception {
        try (var listener = kind.listen()) {
            var timeout = Timeout.after(SHORT);
            try (timeout) {
                assertThatThrownBy(listener::accept).isSameAs(timeout);
            }
            assertConnects(kind, listener);
        }
    }

    @Test
    void interrupt_beforeAccept_throwsAndClears() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(listener::accept).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertConnects(Stream.TCP, listener);
        }
    }

    @ParameterizedTest
    @EnumSource
    void accept_timesOut_andLosesNoConnection(Stream kind) throws Exception {
        try (var listener = kind.listen()) {
            for (var timeout : new Duration[] {SHORT, Duration.ZERO, SHORT.negated()}) {
                assertThatThrownBy(() -> listener.accept(timeout))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage(
                                "nobody connected to " + Addresses.text(listener.localAddress()) + " in " + timeout);
            }
            assertConnects(kind, listener);
        }
    }

    /** Each in the order of connecting, although in between everybody gives up. */
    @Test
    void accept_givenUpAgainAndAgain_getsEachConnectionOnce() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            var clients = new ArrayList<GreenSocket>();
            var accepted = new ArrayList<GreenSocket>();
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> listener.accept(Duration.ofNanos(1)))
                        .isInstanceOf(SocketTimeoutException.class);
                clients.add(Green.connect(listener.localAddress()));
                accepted.add(listener.accept(LONG));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(accepted.get(i).remoteAddress())
                        .isEqualTo(clients.get(i).localAddress());
                clients.get(i).close();
                accepted.get(i).close();
            }
        }
    }

    @Test
    void accept_bySeveralThreads_givesEachItsOwn() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            var accepting = new ArrayList<GreenThread<GreenSocket>>();
            for (int i = 0; i < 10; i++) {
                accepting.add(Green.spawn(() -> listener.accept()));
            }
            var local = new HashSet<Object>();
            var clients = new ArrayList<GreenSocket>();
            for (int i = 0; i < 10; i++) {
                clients.add(Green.connect(listener.localAddress()));
                local.add(clients.get(i).localAddress());
            }
            var remote = new HashSet<Object>();
            for (int i = 0; i < 10; i++) {
                try (var socket = accepting.get(i).await()) {
                    remote.add(socket.remoteAddress());
                }
                clients.get(i).close();
            }
            assertThat(remote).isEqualTo(local);
        }
    }

    @Test
    @SuppressWarnings("try") // the close is what is tested
    void close_withAConnectionThatNobodyAskedFor_closesItToo() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            assertThatThrownBy(() -> listener.accept(SHORT)).isInstanceOf(SocketTimeoutException.class);
            try (var client = Green.connect(listener.localAddress())) {
                listener.close();
                client.timeout(Duration.ofSeconds(5));
                assertThat(endOf(client)).isEqualTo("closed");
            }
        }
    }

    private static String endOf(GreenSocket client) throws Exception {
        try {
            return client.input().read() == -1 ? "closed" : "a byte";
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            return "closed";
        }
    }

    private static void assertConnects(Stream kind, GreenServerSocket listener) throws Exception {
        var server = Green.spawn(() -> {
            try (var socket = listener.accept()) {
                return socket.input().read();
            }
        });
        try (var client = kind.connect(listener)) {
            client.output().write('x');
            assertThat(server.await()).isEqualTo('x');
        }
    }
}
