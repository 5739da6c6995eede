package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server in a process of its own with few file descriptors, and more clients than those. */
class AcceptTest {

    private static final int DESCRIPTORS = 100;

    /** The program of that process: serves until its input ends. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try (var server =
                    Server.spawn(Apps.HELLO, ServerConfig.builder().port(0).build())) {
                System.out.println(server.port());
                while (System.in.read() >= 0) {
                    System.out.println("still serving");
                }
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
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .start();
    }

    @Test
    @Timeout(40)
    void lackOfFileDescriptors_isLoggedAndWaitedOut() throws Exception {
        var process = start();
        var output = lines(process.inputReader());
        var errors = lines(process.errorReader());
        try {
            int port = Integer.parseInt(next(output, ""));
            /* Classes are read from files here: those that it takes to serve a request, now. */
            assertServes(port);
            var clients = new ArrayList<RawClient>();
            try {
                for (int i = 0; i < DESCRIPTORS; i++) {
                    clients.add(RawClient.connect(port));
                }
                assertThat(next(errors, "accepting on"))
                        .contains("going on in ")
                        .contains("Too many open files");
                /* Those that were accepted before are served meanwhile. */
                assertThat(clients.getFirst().get("/").response().status()).isEqualTo(200);
            } finally {
                close(clients);
            }
            assertServes(port);
            process.outputWriter().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
            process.outputWriter().close();
        }
    }

    private static void assertServes(int port) throws IOException {
        try (var client = RawClient.connect(port).get("/")) {
            assertThat(client.response().status()).isEqualTo(200);
        }
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
            line = lines.poll(10, TimeUnit.SECONDS);
            assertThat(line).as("a line with \"%s\" within 10 s", text).isNotNull();
        } while (!line.contains(text));
        return line;
    }

    private static void close(List<RawClient> clients) throws IOException {
        for (var client : clients) {
            client.close();
        }
    }
}
