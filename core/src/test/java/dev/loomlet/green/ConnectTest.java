package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class ConnectTest {

    private static final Duration LONG = Duration.ofSeconds(9);

    @TempDir
    private Path folder;

    private static SocketAddress nobody() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            return listener.localAddress();
        }
    }

    @Test
    void nobodyListens_isAnErrorWithTheAddress() throws Exception {
        var address = nobody();
        assertThatThrownBy(() -> Green.connect(address))
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to " + Addresses.text(address) + ": Connection refused");
        assertThatThrownBy(() -> Green.connect(address, LONG)).isInstanceOf(ConnectException.class);
        var path = UnixDomainSocketAddress.of(folder.resolve("none"));
        assertThatThrownBy(() -> Green.connect(path))
                .isInstanceOf(SocketException.class)
                .hasMessage("cannot connect to " + folder.resolve("none") + ": No such file or directory");
        assertThatThrownBy(() -> Green.connect(InetSocketAddress.createUnresolved("nobody.invalid", 80)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("the host of nobody.invalid:80 is not known here");
    }

    @Test
    void bind_isTheLocalAddress() throws Exception {
        var local = new InetSocketAddress("127.0.0.2", 0);
        try (var listener = Green.listen(Stream.anyPort());
                var client = Green.connect(listener.localAddress(), LONG, local);
                var accepted = listener.accept()) {
            assertThat(((InetSocketAddress) accepted.remoteAddress()).getAddress())
                    .isEqualTo(local.getAddress());
            var taken = client.localAddress();
            assertThatThrownBy(() -> Green.connect(listener.localAddress(), LONG, taken))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining(Addresses.text(taken));
        }
    }

    @Test
    void interrupt_beforeConnect_throwsAndClears() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> Green.connect(listener.localAddress())).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void timeout_ofTheScope_isThrownItself() throws Exception {
        try (var full = new Full()) {
            var timeout = Timeout.after(Duration.ofMillis(5));
            try (timeout) {
                assertThatThrownBy(() -> Green.connect(full.address)).isSameAs(timeout);
            }
        }
    }

    @Test
    void connect_timesOut() throws Exception {
        try (var full = new Full()) {
            for (var timeout : new Duration[] {Duration.ofMillis(20), Duration.ZERO, Duration.ofSeconds(-1)}) {
                assertThatThrownBy(() -> Green.connect(full.address, timeout))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage("cannot connect to " + full.address + ": nobody answered in " + timeout);
            }
        }
    }

    /** On a virtual thread the JDK says "Resource temporarily unavailable" where others wait. */
    @Test
    void unix_fullBacklog_isWaitedFor() throws Exception {
        try (var full = new Full()) {
            var waiting = Green.spawn(() -> Green.connect(full.address));
            full.listener.accept().close();
            waiting.await().close();
        }
    }

    /** A Unix domain socket with a backlog that has no room. */
    private final class Full implements AutoCloseable {
        private final SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("full"));
        private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        private final ArrayList<GreenSocket> waiting = new ArrayList<>();

        Full() throws Exception {
            listener.bind(address, 1);
            try {
                while (waiting.size() < 100) {
                    waiting.add(Green.connect(address, Duration.ofMillis(50)));
                }
            } catch (SocketTimeoutException e) {
                assertThat(waiting).isNotEmpty();
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (var socket : waiting) {
                socket.close();
            }
            Files.delete(folder.resolve("full"));
        }
    }

    @Test
    @SuppressWarnings("try") // the close ends serve
    void manyConnects_inARow_areAllAccepted() throws Exception {
        int many = 1000;
        try (var listener = Green.listen(Stream.anyPort())) {
            var server = Green.spawn(() -> Green.serve(
                    listener, socket -> socket.output().write(socket.input().read())));
            for (int i = 0; i < many; i++) {
                try (var client = Green.connect(listener.localAddress())) {
                    client.output().write(i);
                    assertThat(client.input().read()).isEqualTo(i & 0xff);
                }
            }
            listener.close();
            server.await();
        }
    }
}
