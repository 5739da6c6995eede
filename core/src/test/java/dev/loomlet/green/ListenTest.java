package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class ListenTest {

    @TempDir
    private Path folder;

    private SocketAddress path() {
        return UnixDomainSocketAddress.of(folder.resolve("s"));
    }

    @Test
    void port0_isAnyFreeOne() throws Exception {
        try (var listener = Green.listen(Stream.anyPort())) {
            assertThat(listener.port()).isPositive();
            assertThat(listener.localAddress()).isEqualTo(listener.channel().getLocalAddress());
            assertThat(listener).hasToString("GreenServerSocket[127.0.0.1:" + listener.port() + "]");
        }
    }

    @Test
    void portTaken_isAnErrorWithTheAddressAndWhatToDo() throws Exception {
        try (var holder = Green.listen(Stream.anyPort())) {
            assertThatThrownBy(() -> Green.listen(holder.localAddress()))
                    .isInstanceOf(BindException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:" + holder.port()
                                    + ": Address already in use; somebody listens there: end that, or choose another port, 0 for any free one");
        }
    }

    /** The connections of the listener before wait for their end. */
    @Test
    @SuppressWarnings("try") // the server's end is closed first, which is the one that waits then
    void reuseAddress_isOnByDefault() throws Exception {
        int port;
        try (var listener = Green.listen(Stream.anyPort());
                var client = Green.connect(listener.localAddress());
                var accepted = listener.accept()) {
            port = listener.port();
            accepted.close();
            assertThat(client.input().read()).isEqualTo(-1);
        }

        try (var again = Green.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    @Test
    void reusePort_isOffUnlessAsked() throws Exception {
        var shared = ListenOptions.defaults().reusePort(true);
        try (var any = Green.listen(Stream.anyPort())) {
            assertThat(any.channel().getOption(StandardSocketOptions.SO_REUSEPORT))
                    .isFalse();
        }
        var free = freePort();
        try (var one = Green.listen(free, shared);
                var two = Green.listen(free, shared)) {
            assertThat(one.port()).isEqualTo(two.port());
            assertThatThrownBy(() -> Green.listen(free)).isInstanceOf(BindException.class);
        }
    }

    private static SocketAddress freePort() throws Exception {
        try (var any = Green.listen(Stream.anyPort())) {
            return any.localAddress();
        }
    }

    @Test
    void reusePort_ofPort0_isRefused() {
        var shared = ListenOptions.defaults().reusePort(true);
        assertThatThrownBy(() -> Green.listen(Stream.anyPort(), shared))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reusePort: port 0 ");
        assertThatThrownBy(() -> Green.listen(path(), shared))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reusePort: ");
    }

    @Test
    void addressOfNobody_isAnErrorWithTheAddress() {
        assertThatThrownBy(() -> Green.listen(new InetSocketAddress("192.0.2.1", 0)))
                .isInstanceOf(BindException.class)
                .hasMessage(
                        "cannot listen on 192.0.2.1:0: Cannot assign requested address; no interface of this machine has the address");
        assertThatThrownBy(() -> Green.listen(InetSocketAddress.createUnresolved("nobody.invalid", 80)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("the host of nobody.invalid:80 is not known here");
    }

    @Test
    void options_thatDoNotGoWithTheAddress_areRefused() {
        for (var options : new ListenOptions[] {
            ListenOptions.defaults().mode("rw-------"), ListenOptions.defaults().removeStale(true)
        }) {
            assertThatThrownBy(() -> Green.listen(Stream.anyPort(), options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("mode and removeStale are for Unix domain sockets only");
        }
        assertThatThrownBy(() -> ListenOptions.defaults().backlog(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backlog 0 is less than 1");
        assertThatThrownBy(() -> ListenOptions.defaults().mode("0600"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mode 0600 is not of the form rw-rw----");
        assertThat(ListenOptions.defaults().backlog()).isEqualTo(50);
    }

    @Test
    void unix_file_hasTheModeAndIsRemovedAtTheEnd() throws Exception {
        try (var listener = Green.listen(path(), ListenOptions.defaults().mode("rw-rw----"))) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("s")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(listener.localAddress()).isEqualTo(path());
            assertThatThrownBy(listener::port).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(folder.resolve("s")).doesNotExist();
    }

    @Test
    void unix_fileOfSomebodyElse_isNotRemovedAtTheEnd() throws Exception {
        try (var listener = Green.listen(path())) {
            assertThat(listener.isOpen()).isTrue();
            Files.delete(folder.resolve("s"));
            Files.writeString(folder.resolve("s"), "not yours");
        }
        assertThat(folder.resolve("s")).hasContent("not yours");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unix_pathInUse_isRefused(boolean removeStale) throws Exception {
        var options = ListenOptions.defaults().removeStale(removeStale);
        var message = "cannot listen on " + folder.resolve("s")
                + ": the file exists; it is somebody's socket, or another file: choose another path";
        try (var holder = Green.listen(path())) {
            assertThatThrownBy(() -> Green.listen(path(), options))
                    .isInstanceOf(BindException.class)
                    .hasMessage(message);
            try (var client = Green.connect(path());
                    var first = holder.accept();
                    var second = holder.accept()) {
                /* The first is the look whether somebody listens. */
                assertThat(first.input().read()).isEqualTo(-1);
                client.output().write('x');
                assertThat(second.input().read()).isEqualTo('x');
            }
        }
        Files.writeString(folder.resolve("s"), "no socket");
        assertThatThrownBy(() -> Green.listen(path(), options)).hasMessage(message);
        assertThat(folder.resolve("s")).hasContent("no socket");
    }

    @Test
    void unix_staleSocket_isReplacedOnlyIfAsked() throws Exception {
        /* What a program leaves that was killed. */
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path()).close();

        assertThatThrownBy(() -> Green.listen(path()))
                .isInstanceOf(BindException.class)
                .hasMessage(
                        "cannot listen on " + folder.resolve("s")
                                + ": the file exists; it is a socket that nobody listens on: remove it, or listen with removeStale");

        try (var listener = Green.listen(path(), ListenOptions.defaults().removeStale(true));
                var client = Green.connect(path());
                var accepted = listener.accept()) {
            client.output().write('x');
            assertThat(accepted.input().read()).isEqualTo('x');
        }
    }

    @Test
    void unix_folderThatIsMissing_isAnErrorWithThePath() {
        assertThatThrownBy(() -> Green.listen(UnixDomainSocketAddress.of(folder.resolve("none/s"))))
                .isInstanceOf(BindException.class)
                .hasMessage("cannot listen on " + folder.resolve("none/s") + ": No such file or directory");
    }
}
