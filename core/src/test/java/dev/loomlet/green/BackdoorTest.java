package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a backdoor listens, whom it lets in, and its end. */
@NoGreenThreadLeft.Checked
@ExtendWith(NoBackdoorLeft.class)
@Timeout(60) // the compiler starts cold
class BackdoorTest {

    private static final SocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path folder;

    @Test
    void serve_clientsLeaveAtOnceOrMidLine_othersAreServed() throws Exception {
        try (var backdoor = Backdoor.serve(LOOPBACK, Map.of(), /* maxSessions= */ 1000)) {
            for (int i = 0; i < 20; i++) {
                BackdoorClient.connect(backdoor.address()).close();
                BackdoorClient.connect(backdoor.address()).reset();
                var midLine = BackdoorClient.connect(backdoor.address());
                midLine.send("1 +");
                midLine.close();
                var unread = BackdoorClient.greeted(backdoor.address());
                unread.send("/help\n".repeat(500));
                unread.reset();
            }
            Until.holds(() -> backdoor.sessions() == 0);
            try (var client = BackdoorClient.greeted(backdoor.address())) {
                assertThat(client.eval("/help")).contains("/exit");
            }
        }
    }

    @Test
    void serve_moreClientsThanMay_areToldAndOthersGoOn() throws Exception {
        try (var backdoor = Backdoor.serve(LOOPBACK, Map.of(), /* maxSessions= */ 2);
                var first = BackdoorClient.greeted(backdoor.address());
                var second = BackdoorClient.greeted(backdoor.address())) {
            try (var third = BackdoorClient.connect(backdoor.address())) {
                assertThat(third.readAll()).isEqualTo("There are 2 sessions already.\n");
            }
            second.leave();
            Until.holds(() -> backdoor.sessions() == 1);
            try (var fourth = BackdoorClient.greeted(backdoor.address())) {
                assertThat(fourth.eval("/help")).contains("/vars");
            }
            assertThat(first.eval("/help")).contains("/vars");
        }
    }

    @Test
    void serve_addressOfOthers_isRefusedBeforeItIsBound() throws Exception {
        var addresses = new ArrayList<>(List.of(InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::")));
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .forEach(addresses::add);
        for (var address : addresses) {
            assertThatThrownBy(() -> Backdoor.serve(new InetSocketAddress(address, 0), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("address must be a loopback one");
        }
        assertThatThrownBy(() -> Backdoor.serve(InetSocketAddress.createUnresolved("nowhere.invalid", 0), Map.of()))
                .isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> Backdoor.serve(new SocketAddress() {}, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "1x", "class", "true", "_", "a.b", "out", "$1", "x;"})
    void serve_nameIsNone_isRefused(String name) {
        assertThatThrownBy(() -> Backdoor.serve(LOOPBACK, Map.of(name, "object")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name must");
    }

    @Test
    void serve_maxSessionsNotPositive_isRefused() {
        assertThatThrownBy(() -> Backdoor.serve(LOOPBACK, Map.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxSessions");
    }

    @Test
    void serve_portInUse_isABindException() throws Exception {
        try (var backdoor = Backdoor.serve(LOOPBACK, Map.of())) {
            assertThatThrownBy(() -> Backdoor.serve(backdoor.address(), Map.of()))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void unixSocket_served_isForTheUserOnlyAndRemovedAtTheEnd() throws Exception {
        var path = folder.resolve("backdoor");
        try (var backdoor = Backdoor.serve(UnixDomainSocketAddress.of(path), Map.of());
                var client = BackdoorClient.greeted(backdoor.address())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(files()).containsExactly("backdoor");
            assertThat(client.eval("/help")).contains("/exit");
            assertThat(backdoor.address()).isEqualTo(UnixDomainSocketAddress.of(path));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void unixSocket_fileIsAnotherOnesByTheEnd_isKept() throws Exception {
        var path = folder.resolve("backdoor");
        try (var _ = Backdoor.serve(UnixDomainSocketAddress.of(path), Map.of())) {
            Files.delete(path);
            Files.writeString(path, "mine");
        }
        assertThat(path).hasContent("mine");
    }

    @Test
    void unixSocket_fileExists_isKept() throws Exception {
        var path = folder.resolve("backdoor");
        Files.writeString(path, "mine");

        assertThatThrownBy(() -> Backdoor.serve(UnixDomainSocketAddress.of(path), Map.of()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("the file exists");

        assertThat(files()).containsExactly("backdoor");
        assertThat(path).hasContent("mine");
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void serve_loopbackOfIpv6_isServed() throws Exception {
        try (var backdoor = Backdoor.serve(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), Map.of());
                var client = BackdoorClient.greeted(backdoor.address())) {
            assertThat(client.eval("/help")).contains("/exit");
        }
    }

    @Test
    void kill_idleSessions_endsThemAndIsNotWaitedFor() throws Exception {
        var backdoor = Backdoor.serve(LOOPBACK, Map.of());
        try (var client = BackdoorClient.greeted(backdoor.address())) {
            backdoor.kill();
            backdoor.kill();
            backdoor.await();

            assertThat(client.readAll()).isEmpty();
        }
        assertThat(backdoor.sessions()).isZero();
        assertThatThrownBy(() -> BackdoorClient.connect(backdoor.address())).isInstanceOf(IOException.class);
    }

    @Test
    void await_interrupted_throwsAndTheBackdoorGoesOn() throws Exception {
        try (var backdoor = Backdoor.serve(LOOPBACK, Map.of())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(backdoor::await).isInstanceOf(InterruptedException.class);
            BackdoorClient.greeted(backdoor.address()).close();
        }
    }
}
