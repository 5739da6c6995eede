package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Selector;
import org.junit.jupiter.api.Test;

/** The watchman watched. */
class LeakExtensionTest {

    @Test
    void resources_withAnOpenSocket_nameIt() throws Exception {
        var before = Resources.now();
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(Resources.now().minus(before)).isEqualTo("1 x socket");
        }
        assertThat(Resources.now().minus(before)).isEmpty();
    }

    @Test
    void resources_withAnOpenSelector_nameIt() throws Exception {
        var before = Resources.now();
        try (var selector = Selector.open()) {
            assertThat(selector.isOpen()).isTrue();
            assertThat(Resources.now().minus(before)).contains("1 x anon_inode:[eventpoll]");
        }
        assertThat(Resources.now().minus(before)).isEmpty();
    }

    @Test
    void resources_withAServerRunning_nameItsThreads() throws Exception {
        var before = Resources.now();
        try (var server = TestServer.of(Apps.HELLO)) {
            assertThat(Resources.now().minus(before))
                    .contains("thread loomlet-deadlines " + server.server().address());
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void serverLog_withAFailingApplication_hasTheErrorWithItsCause() throws Exception {
        var fault = new IllegalStateException("on purpose");
        try (var server = TestServer.of((environ, startResponse) -> {
                    throw fault;
                });
                var client = server.connect()) {
            assertThat(client.get("/").response().status()).isEqualTo(500);
        }
        assertThat(ServerLog.records().stream().filter(ServerLog::isError))
                .singleElement()
                .satisfies(logged -> assertThat(logged.getThrown()).isSameAs(fault));
    }
}
