package dev.loomlet.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * The process of a Java peer, seen from its main: where to serve, and what the handlers do. Its main thread obeys the {@link Control}
 * until its input ends, which is also how it learns that the process that measures has ended, however that was.
 */
final class ServerProcess {

    /** As many connections as may wait for being accepted, of every peer. */
    static final int BACKLOG = 4096;

    /** More than any workload opens. */
    static final int CONNECTIONS = 20_000;

    /** Threads for handlers of the peers that have a pool for what blocks. */
    static final int WORKERS = 256;

    /** Longer than any run: no peer is to close a connection because it is idle. */
    static final int IDLE_SECONDS = 24 * 60 * 60;

    private final Ports ports;
    private final Path keyStore;
    private final Path folder;
    private final Work work;

    /** Starts a server; it has to serve when this returns. */
    @FunctionalInterface
    interface Starter {

        void start(ServerProcess process) throws Exception;
    }

    private ServerProcess(Ports ports, Path keyStore, Path folder) {
        this.ports = ports;
        this.keyStore = keyStore;
        this.folder = folder;
        work = new Work(folder);
    }

    /** What every main does. The arguments: the two ports, the key store, the peer's folder. */
    static void run(String[] args, Starter starter) throws Exception {
        var answers = System.out;
        /* Whatever else is printed must not come between the answers. */
        System.setOut(System.err);
        var ports = new Ports(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        try {
            starter.start(new ServerProcess(ports, Path.of(args[2]), Path.of(args[3])));
            obey(answers);
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        /* Not exit: nobody waits for the graceful end of a server. */
        Runtime.getRuntime().halt(0);
    }

    private static void obey(PrintStream answers) throws IOException {
        answers.println(Control.READY);
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (var line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(answer(line));
        }
    }

    private static String answer(String command) {
        return switch (command) {
            case Control.STATISTICS -> Statistics.now().line();
            case Control.COLLECT_GARBAGE -> {
                System.gc();
                yield "collected";
            }
            default -> "no such command";
        };
    }

    int port() {
        return ports.http();
    }

    int tlsPort() {
        return ports.tls();
    }

    Work work() {
        return work;
    }

    /** The folder with the file of {@link Route#STATIC}. */
    Path files() throws IOException {
        return Resources.files(folder);
    }

    /** The PKCS #12 file, whose password is {@link KeyStores#PASSWORD}. */
    Path keyStore() {
        return keyStore;
    }

    SSLContext tls() throws IOException, GeneralSecurityException {
        return KeyStores.context(keyStore);
    }
}
