package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Body;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Where a server listens, and what keeps it from it. */
class ListenerTest {

    private static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Test
    void ipv6Loopback_isServed() throws Exception {
        try (var server = TestServer.of(
                        (environ, startResponse) -> {
                            startResponse.start("200 OK", Apps.TEXT);
                            return Body.of(environ.get("SERVER_NAME") + " " + environ.get("REMOTE_ADDR"));
                        },
                        config -> config.host("::1"));
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("0:0:0:0:0:0:0:1 0:0:0:0:0:0:0:1");
        }
    }

    @Test
    void portInUse_isToldWithItsHolder() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            assertThatThrownBy(() -> TestServer.of(Apps.HELLO, config -> config.port(server.port())))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("cannot bind 127.0.0.1 port " + server.port() + ": Address already in use.")
                    .hasMessageContaining(
                            "It is held by process " + ProcessHandle.current().pid() + " (");
            try (var client = server.connect().get("/")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void portOfAServerThatEnded_canBeBoundAtOnce() throws Exception {
        int port;
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect().get("/")) {
            client.response();
            port = server.port();
        }
        try (var server = TestServer.of(Apps.HELLO, config -> config.port(port));
                var client = server.connect().get("/")) {
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void reusePort_letsTwoServersShareAPort() throws Exception {
        try (var first = TestServer.of(Apps.HELLO, config -> config.reusePort(true));
                var second = TestServer.of(
                        Apps.HELLO, config -> config.reusePort(true).port(first.port()))) {
            assertThat(second.port()).isEqualTo(first.port());
            try (var client = second.connect().get("/")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
    }

    /** The listener is the server's from the call on. */
    @Test
    void givenListener_isServed_andClosedAtTheEnd() throws Exception {
        var listener = listener();
        try (var server = Server.spawn(
                Apps.HELLO, ServerConfig.builder().drainOnShutdown(false).build(), listener)) {
            assertThat(server.address()).isEqualTo(listener.getLocalAddress());
            try (var client = RawClient.connect(server.port()).get("/")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
        assertThat(listener.isOpen()).isFalse();
    }

    @Test
    void listenerThatIsNotBound_isRefused() throws Exception {
        try (var listener = ServerSocketChannel.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Server.spawn(Apps.HELLO, ServerConfig.defaults(), listener))
                    .withMessage("listener is not bound");
        }
    }

    @Test
    void listenerThatIsClosed_isAnError_notAServerThatServesNobody() throws Exception {
        var listener = listener();
        listener.close();
        assertThatThrownBy(() -> Server.spawn(Apps.HELLO, ServerConfig.defaults(), listener))
                .isInstanceOf(ClosedChannelException.class);
    }

    /** A connection that cannot be served is closed; the server goes on. */
    @Test
    @LogsErrors("no thread could be started for a connection, so it is closed")
    void threadThatCannotBeStarted_costsItsConnectionOnly() throws Exception {
        var made = new AtomicInteger();
        try (var server = TestServer.of(
                Apps.HELLO,
                config -> config.threads(task -> {
                    if (made.incrementAndGet() == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                    return Thread.ofVirtual().unstarted(task);
                }))) {
            try (var client = server.connect()) {
                client.assertClosed();
            }
            try (var client = server.connect().get("/")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(server.server().isDone()).isFalse();
        }
    }

    @Test
    void clientsThatResetBeforeTheyAreServed_disturbNobody() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            for (int i = 0; i < 50; i++) {
                server.connect().reset();
            }
            try (var client = server.connect().get("/")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
        assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
    }
}
