package dev.loomlet.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The lines that a Java peer is told and answers over its standard input and output. Any thread may use it; one at a time does. */
final class Control {

    static final String READY = "ready";
    static final String STATISTICS = "stats";
    static final String COLLECT_GARBAGE = "gc";

    private final OutputStream in;
    private final BufferedReader out;
    private final ReentrantLock lock = new ReentrantLock();

    Control(Process process) {
        in = process.getOutputStream();
        out = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Waits for the line that the peer prints when it serves; false if it ended before. */
    boolean awaitReady() throws IOException {
        return READY.equals(out.readLine());
    }

    /** Sends a command and waits for its answer, one line. */
    String ask(String command) {
        lock.lock();
        try {
            in.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            in.flush();
            var answer = out.readLine();
            if (answer == null) {
                throw new IOException("the server has ended");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to the command " + command + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }
}
