package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Serves in a process of its own with few file descriptors, more clients than those. */
@NoGreenThreadLeft.Checked
@NoSocketLeft.Checked
class FewDescriptorsTest {

    private static final int DESCRIPTORS = 60;

    /** The program of that process: echoes a byte to each client, until its input ends. */
    static final class Program {

        private Program() {}

        @SuppressWarnings("try") // the close ends serve
        public static void main(String[] arguments) throws Exception {
            try (var listener = Green.listen(Stream.anyPort())) {
                var serving = Green.spawn(() -> Green.serve(listener, Program::echo));
                /* What a log reads from files to write its first line, as every server does at its start. */
                System.getLogger("dev.loomlet.green").log(System.Logger.Level.INFO, "serving");
                System.out.println(listener.port());
                int end = System.in.read();
                listener.close();
                serving.await();
                System.out.println("ended " + end);
            }
        }

        private static void echo(GreenSocket socket) throws IOException {
            for (int octet = socket.input().read();
                    octet >= 0;
                    octet = socket.input().read()) {
                socket.output().write(octet);
            }
        }
    }

    private static Process start() throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + "; exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .start();
    }

    @Test
    @Timeout(30)
    void lackOfFileDescriptors_isLoggedAndWaitedOut() throws Exception {
        var process = start();
        var output = lines(process.inputReader());
        var errors = lines(process.errorReader());
        try {
            int port = Integer.parseInt(next(output, ""));
            /* Classes are read from files there: those that it takes, now. */
            assertEchoes(port);
            var clients = new ArrayList<GreenSocket>();
            try {
                for (int i = 0; i < DESCRIPTORS; i++) {
                    clients.add(connect(port));
                }
                assertThat(next(errors, "accepting on"))
                        .contains("going on in ")
                        .contains("Too many open files");
                /* Those that were accepted before are served meanwhile. */
                assertEchoes(clients.getFirst());
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
            assertEchoes(port);
            process.outputWriter().close();
            assertThat(next(output, "ended")).isEqualTo("ended -1");
        } finally {
            process.destroyForcibly().waitFor();
            process.outputWriter().close();
        }
    }

    private static GreenSocket connect(int port) throws Exception {
        var socket = Green.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.timeout(Duration.ofSeconds(20));
        return socket;
    }

    private static void assertEchoes(int port) throws Exception {
        try (var client = connect(port)) {
            assertEchoes(client);
        }
    }

    private static void assertEchoes(GreenSocket client) throws IOException {
        client.output().write('x');
        assertThat(client.input().read()).isEqualTo('x');
    }

    /** The lines of {@code reader} as they come, so that a wait for one can have a bound. */
    private static BlockingQueue<String> lines(BufferedReader reader) {
        var lines = new LinkedBlockingQueue<String>();
        Thread.ofVirtual().start(() -> {
            try (reader) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("the reader failed: " + e);
            }
        });
        return lines;
    }

    /** The next line that contains {@code text}. */
    private static String next(BlockingQueue<String> lines, String text) throws InterruptedException {
        String line;
        do {
            line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line with \"%s\" within 20 s", text).isNotNull();
        } while (!line.contains(text));
        return line;
    }
}
