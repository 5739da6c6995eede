package dev.loomlet.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The start of a peer's process, in the thread of the caller, up to its first answer. */
final class Launch {

    private static final Duration TO_FIRST_ANSWER = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(2);
    private static final Duration TO_ANSWER = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final int LAST_LINES = 5;

    private final String name;
    private final boolean java;
    private final Path log;

    /** How the process is started at given ports. */
    @FunctionalInterface
    interface Command {

        List<String> at(Ports ports) throws IOException, InterruptedException;
    }

    /** A failure for which another port may help. */
    private static final class PortTakenException extends IOException {

        private static final long serialVersionUID = 1;

        PortTakenException(String message) {
            super(message);
        }
    }

    private Launch(String name, boolean java, Path log) {
        this.name = name;
        this.java = java;
        this.log = log;
    }

    /**
     * Starts a peer in its {@code folder}, where its log is too. One that is not Java ends when its input ends; a Java one also obeys the
     * commands of {@link Control}.
     */
    static RunningPeer start(String name, boolean java, Path folder, Command command)
            throws IOException, InterruptedException {
        var log = Files.createTempFile(folder, "output-", ".log");
        var launch = new Launch(name, java, log);
        for (int attempt = 1; ; attempt++) {
            var ports = Ports.free();
            try {
                return launch.attempt(command.at(ports), ports);
            } catch (PortTakenException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private RunningPeer attempt(List<String> command, Ports ports) throws IOException, InterruptedException {
        /* What an attempt before has printed says nothing about this one. */
        Files.writeString(log, "");
        var output = ProcessBuilder.Redirect.appendTo(log.toFile());
        var builder = new ProcessBuilder(command).redirectError(output);
        if (!java) {
            builder.redirectOutput(output);
        }
        long begin = System.nanoTime();
        var process = builder.start();
        try {
            awaitAnswer(process, ports.http(), begin);
            var startUp = Duration.ofNanos(System.nanoTime() - begin);
            var control = java ? Optional.of(new Control(process)) : Optional.<Control>empty();
            if (control.isPresent() && !control.get().awaitReady()) {
                throw failure("it ended when it was ready");
            }
            return new RunningPeer(process, ports, control, startUp);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            RunningPeer.end(process);
            throw e;
        }
    }

    private void awaitAnswer(Process process, int port, long begin) throws IOException, InterruptedException {
        while (!answers(port)) {
            if (!process.isAlive()) {
                throw failure("it ended with status " + process.exitValue());
            }
            if (System.nanoTime() - begin > TO_FIRST_ANSWER.toNanos()) {
                throw failure("no answer within " + TO_FIRST_ANSWER.toSeconds() + " s");
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    /** One request for {@link Route#PLAINTEXT}; tells whether its answer was 200. */
    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TO_ANSWER.toMillis());
            var request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return status != null && status.startsWith("HTTP/1.1 200");
        } catch (IOException _) {
            /* It is not there yet. */
            return false;
        }
    }

    private IOException failure(String reason) throws IOException {
        var output = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
        var lines = output.lines().toList();
        var last = String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        var message = name + " did not start: " + reason + "; it printed: " + (last.isEmpty() ? "nothing" : last);
        boolean taken = output.toLowerCase(Locale.ROOT).contains("address already in use");
        return taken ? new PortTakenException(message) : new IOException(message);
    }
}
