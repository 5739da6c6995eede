package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.green.ConnectionHandler;
import dev.loomlet.green.Green;
import dev.loomlet.green.GreenServerSocket;
import dev.loomlet.green.GreenSocket;
import dev.loomlet.green.GreenThread;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples without HTTP, each by clients of their own. */
class SocketSamplesTest {

    /** A handler that serves. Its close checks that it ends in order. */
    private record Served(GreenServerSocket listener, GreenThread<?> serving) implements AutoCloseable {

        static Served by(ConnectionHandler handler) throws IOException {
            var listener = Green.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new Served(listener, Green.spawn(() -> Green.serve(listener, handler)));
        }

        GreenSocket connect() throws Exception {
            var socket = Green.connect(listener.localAddress());
            socket.timeout(Duration.ofSeconds(9));
            return socket;
        }

        @Override
        public void close() throws IOException {
            listener.close();
            serving.toCompletableFuture().orTimeout(9, TimeUnit.SECONDS).join();
        }
    }

    private static void send(GreenSocket socket, String text) throws IOException {
        socket.output().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(GreenSocket socket) throws IOException {
        var line = new StringBuilder();
        for (int octet = socket.input().read();
                octet != '\n';
                octet = socket.input().read()) {
            assertThat(octet).as("the connection ended after " + line).isPositive();
            line.append((char) octet);
        }
        return line.toString();
    }

    /** Comes to the chat: others hear of the client, and it of them, when this returns. */
    private static void enter(GreenSocket client, String name) throws IOException {
        send(client, name + "\n");
        assertThat(line(client)).isEqualTo("* welcome, " + name.strip());
    }

    @Test
    void echoServer_client_getsBackWhatItSends() throws Exception {
        var sent = new byte[3_000_000];
        new Random(5).nextBytes(sent);
        try (var server = Served.by(EchoServer::echo);
                var client = server.connect()) {
            var writing = Green.spawn(() -> {
                client.output().write(sent);
                client.shutdownOutput();
            });
            assertThat(Arrays.equals(client.input().readAllBytes(), sent)).isTrue();
            writing.await();
        }
    }

    @Test
    @SuppressWarnings("try") // who leaves first is the test's
    void chatServer_line_goesToAllOthers() throws Exception {
        try (var server = Served.by(new ChatServer()::chat);
                var ada = server.connect();
                var bob = server.connect()) {
            enter(ada, "Ada");
            enter(bob, "Bob\r");
            assertThat(line(ada)).isEqualTo("* Bob has come");
            send(ada, "hello\n");
            assertThat(line(bob)).isEqualTo("Ada: hello");
            send(bob, "hi\n");
            assertThat(line(ada)).isEqualTo("Bob: hi");
            bob.close();
            assertThat(line(ada)).isEqualTo("* Bob has left");
        }
    }

    @Test
    void chatServer_clientThatDoesNotRead_isShownOutAndHoldsUpNobody() throws Exception {
        try (var server = Served.by(new ChatServer()::chat);
                var talker = server.connect();
                var listener = server.connect();
                var deaf = server.connect()) {
            enter(talker, "talker");
            enter(listener, "listener");
            assertThat(line(talker)).isEqualTo("* listener has come");
            enter(deaf, "deaf");
            assertThat(line(talker)).isEqualTo("* deaf has come");
            assertThat(line(listener)).isEqualTo("* deaf has come");
            /* As many lines at once as a queue has room for, one less for who comes and goes. */
            var text = ("x".repeat(900) + "\n").repeat(99);
            var in = new BufferedReader(new InputStreamReader(listener.input(), StandardCharsets.UTF_8));
            var heard = "";
            while (!heard.equals("* deaf has left")) {
                send(talker, text);
                for (int i = 0; i < 99 && !heard.equals("* deaf has left"); i++) {
                    heard = in.readLine();
                }
            }
        }
    }

    @Test
    void chatServer_lineThatIsTooLong_endsItsClient() throws Exception {
        try (var server = Served.by(new ChatServer()::chat);
                var client = server.connect()) {
            send(client, "x".repeat(1001));
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void portForwarder_bytes_goBothWays_andTheEndToo() throws Exception {
        var sent = new byte[1_000_000];
        new Random(6).nextBytes(sent);
        try (var target = Served.by(socket -> {
                    var all = socket.input().readAllBytes();
                    send(socket, "got " + all.length + "\n");
                    socket.output().write(all);
                });
                var forwarder = Served.by(client ->
                        PortForwarder.forward(client, target.listener().localAddress()));
                var client = forwarder.connect()) {
            client.output().write(sent);
            client.shutdownOutput();
            assertThat(line(client)).isEqualTo("got 1000000");
            assertThat(Arrays.equals(client.input().readAllBytes(), sent)).isTrue();
        }
    }

    @Test
    void portForwarder_targetThatIsNotThere_closesTheClient() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (var nobody = SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var forwarder = Served.by(client -> PortForwarder.forward(client, nobody.getLocalAddress()));
                var client = forwarder.connect()) {
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectMany_addresses_sayAllInOrder() throws Exception {
        try (var first = Served.by(socket -> send(socket, "first"));
                var second = Served.by(socket -> send(socket, "second"))) {
            var addresses = List.of(
                    first.listener().localAddress(),
                    second.listener().localAddress(),
                    first.listener().localAddress());
            assertThat(ConnectMany.fetchAll(addresses)).containsExactly("first", "second", "first");
            assertThat(ConnectMany.fetchAll(
                            Collections.nCopies(40, first.listener().localAddress())))
                    .hasSize(40)
                    .containsOnly("first");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "connect-many, --count, 0, '--count must be a number from 1 to 9999, not \"0\"'",
        "connect-many, --port, 1, 'unknown option --port (connect-many --help lists those there are)'",
        "port-forwarder, --to, 80, '--to must be HOST:PORT, not \"80\"'",
        "port-forwarder, --to, a:99999, '--to must be an address that is known here, not \"a:99999\"'",
        "echo-server, --port, x, '--port must be a number from 0 to 65535, not \"x\"'",
        "echo-server, --host, '', '--host must be a name or an address, not empty'",
        "echo-server, --nope, 1, 'unknown option --nope (echo-server --help lists those there are)'"
    })
    void option_malformed_isRefused(String name, String option, String value, String message) {
        assertThatThrownBy(() -> ProgramLine.parse(List.of(option, value), program(name)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ProgramLine.parse(List.of("--port"), new EchoServer()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--port needs a value");
    }

    private static Program program(String name) {
        return Samples.PROGRAMS.stream()
                .filter(program -> program.about().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void options_all_areSet() throws Exception {
        assertThat(ProgramLine.parse(List.of(), new EchoServer()))
                .isEqualTo(new ProgramLine("127.0.0.1", 8080, /* help= */ false));
        assertThat(ProgramLine.parse(List.of("--host", "::1", "--help", "--port", "0"), new EchoServer()))
                .isEqualTo(new ProgramLine("::1", 0, /* help= */ true));
        assertThat(ProgramLine.help(new PortForwarder()))
                .contains("usage: loomlet port-forwarder", "--to HOST:PORT", "--port PORT", "nc 127.0.0.1 8080");
        assertThat(ProgramLine.help(new ConnectMany())).contains("--count N").doesNotContain("--port");
    }
}
