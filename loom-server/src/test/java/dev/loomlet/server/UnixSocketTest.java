package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a Unix domain socket, whose clients have no address to tell them apart. */
class UnixSocketTest {

    @TempDir
    private Path folder;

    private TestServer server(Application application) throws Exception {
        return TestServer.of(application, config -> config.unixSocket(folder.resolve("s")));
    }

    @Test
    void request_isAnswered_andLoggedAsUnix() throws Exception {
        try (var server = server(Apps.ECHO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
            assertThat(client.response().text()).isEqualTo("body");
            var entry = server.nextRecord();
            assertThat(entry.clientIp()).isEqualTo("unix");
            assertThat(entry.clientPort()).isEmpty();
        }
    }

    /** PEP 3333 wants SERVER_NAME and SERVER_PORT never empty, where eventlet has 'unix' and ''. */
    @Test
    void environ_hasAServerNameAndPort_andUnixForTheClient() throws Exception {
        try (var server = server((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.of(environ.get("SERVER_NAME") + " " + environ.get("SERVER_PORT") + " "
                            + environ.get("REMOTE_ADDR") + " " + environ.containsKey("REMOTE_PORT"));
                });
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("localhost 80 unix false");
        }
    }

    @Test
    void severalClients_areServedAndStoppedEachForItself() throws Exception {
        try (var server = server(Apps.HELLO);
                var first = server.connect();
                var second = server.connect()) {
            assertThat(first.get("/").response().status()).isEqualTo(200);
            assertThat(second.get("/").response().status()).isEqualTo(200);
            assertThat(server.server().connections()).isEqualTo(2);
            assertThat(server.server().stop(Duration.ofSeconds(5))).isTrue();
            first.assertClosed();
            second.assertClosed();
        }
    }

    @Test
    void limitForEachPeer_doesNotCountWhoHasNoAddress() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO,
                        config -> config.unixSocket(folder.resolve("s")).maxConnectionsPerPeer(1));
                var first = server.connect();
                var second = server.connect()) {
            assertThat(first.get("/").response().status()).isEqualTo(200);
            assertThat(second.get("/").response().status()).isEqualTo(200);
        }
    }

    @Test
    void address_isThePath_andThereIsNoPort() throws Exception {
        try (var server = server(Apps.HELLO)) {
            assertThat(server.server().address()).isEqualTo(UnixDomainSocketAddress.of(folder.resolve("s")));
            assertThatThrownBy(server::port).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void file_isRemovedAtTheEnd_andThePathFreeAgain() throws Exception {
        try (var server = server(Apps.HELLO)) {
            assertThat(folder.resolve("s")).exists();
            assertThat(server.server().isDone()).isFalse();
        }
        assertThat(folder.resolve("s")).doesNotExist();
        try (var server = server(Apps.HELLO);
                var client = server.connect().get("/")) {
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void pathThatExists_isAnErrorThatSaysWhatToDo() throws Exception {
        Files.createFile(folder.resolve("s"));
        assertThatThrownBy(() -> server(Apps.HELLO))
                .isInstanceOf(BindException.class)
                .hasMessage("cannot bind " + folder.resolve("s") + ": the file exists; remove it if no server uses it");
        assertThat(folder.resolve("s")).exists();
    }
}
