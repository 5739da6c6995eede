package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.green.Green;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The samples without HTTP, out of the packaged jar. */
@Timeout(60)
class ProgramsIT {

    private static String exchange(int port, String text) throws Exception {
        try (var client = Green.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            client.timeout(Duration.ofSeconds(20));
            client.output().write(text.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            return new String(client.input().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static int port(Child child) throws InterruptedException {
        var line = child.nextLine();
        assertThat(line).matches("127\\.0\\.0\\.1:[1-9][0-9]*");
        return Integer.parseInt(line.substring(line.indexOf(':') + 1));
    }

    @Test
    void echoServer_behindPortForwarder_echoes_andEndsOnASignal() throws Exception {
        try (var echo = Child.start("echo-server", "--port", "0")) {
            int echoPort = port(echo);
            try (var forwarder = Child.start("port-forwarder", "--port", "0", "--to", "127.0.0.1:" + echoPort)) {
                assertThat(exchange(port(forwarder), "hello")).isEqualTo("hello");
                forwarder.signal("TERM");
                assertThat(forwarder.exitCode()).isZero();
            }
            try (var second = Child.start("chat-server", "--port", Integer.toString(echoPort))) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.errors())
                        .singleElement()
                        .asString()
                        .startsWith("loomlet: chat-server failed: cannot listen on 127.0.0.1:" + echoPort);
            }
            echo.signal("INT");
            assertThat(echo.exitCode()).isZero();
            assertThat(echo.errors()).isEmpty();
        }
    }

    @Test
    void connectMany_printsWhatItGot() throws Exception {
        try (var child = Child.start("connect-many", "--count", "300")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.errors()).isEmpty();
            var lines = child.restOfOutput();
            assertThat(lines).hasSize(301);
            assertThat(lines.subList(0, 300)).allMatch(line -> line.matches("you are number [0-9]+"));
            assertThat(lines.getLast()).matches("300 connections in [0-9]+ ms");
        }
    }

    @Test
    void producerConsumer_printsTheCount() throws Exception {
        try (var child = Child.start("producer-consumer", "--items", "10000", "--consumers", "8")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.errors()).isEmpty();
            assertThat(child.restOfOutput()).containsExactly("1229 primes up to 10000, by 8 consumers");
        }
    }

    @Test
    void portForwarder_withoutATarget_isOneLineAndExitCode2() throws Exception {
        try (var child = Child.start("port-forwarder", "--port", "0")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.errors()).containsExactly("loomlet: --to HOST:PORT is needed: where to forward to");
        }
    }
}
