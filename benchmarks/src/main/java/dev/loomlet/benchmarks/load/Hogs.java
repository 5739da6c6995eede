package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Connections that request a path again and again, each as soon as it is answered: load beside the one that is measured. Each has a platform
 * thread, which sleeps in the read of the answer.
 */
public final class Hogs implements AutoCloseable {

    private final List<Hog> hogs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder served = new LongAdder();
    private final LongAdder errors = new LongAdder();

    private Hogs() {}

    /**
     * Connects and starts to request.
     *
     * @param target what is requested, without TLS
     * @param count how many connections, each with one request at a time
     * @return what runs until it is closed
     * @throws IOException when the server cannot be reached
     */
    public static Hogs start(Target target, int count) throws IOException {
        if (target.tls()) {
            throw new IllegalArgumentException("hogs speak no TLS");
        }
        var started = new Hogs();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new Socket();
                started.hogs.add(new Hog(target, socket, started.served, started.errors));
                Hog.connect(socket, target);
            }
        } catch (IOException e) {
            started.close();
            throw new IOException("cannot connect to 127.0.0.1:" + target.port() + ": " + e.getMessage(), e);
        }
        for (var hog : started.hogs) {
            started.threads.add(Thread.ofPlatform().daemon().name("hog").start(hog));
        }
        return started;
    }

    /**
     * How many answers with a status below 400 came so far.
     *
     * @return the count over all connections
     */
    public long served() {
        return served.sum();
    }

    /**
     * How many requests failed so far. After a failure the connection is opened again, 10 ms later.
     *
     * @return the count over all connections
     */
    public long errors() {
        return errors.sum();
    }

    /** Closes the connections, whatever they wait for, and returns when the threads have ended. */
    @Override
    public void close() {
        hogs.forEach(Hog::close);
        boolean interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
