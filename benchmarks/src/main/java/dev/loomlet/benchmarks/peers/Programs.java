package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs that end by themselves soon. */
final class Programs {

    private Programs() {}

    /**
     * Runs a program to its end and returns what it printed, errors too.
     *
     * @throws IOException if it is not there or fails; the message says what it printed
     * @throws InterruptedException if the current thread is interrupted meanwhile; the program is ended then
     */
    static String output(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " failed: " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
