package dev.loomlet.server;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import dev.loomlet.green.GreenThreadExit;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What handlers do to a hub, a path each: compute, sleep, lock, block the thread below in a FIFO, call another server, wait for children,
 * kill them, get interrupted, give large answers.
 *
 * <p>Two platform threads of its own feed the FIFO and interrupt handlers, until {@link #close}, which waits for them.
 */
final class SoakApplication implements Application, AutoCloseable {

    static final int LARGE = 4_000_000;

    private static final Duration FOR_EVER = Duration.ofMinutes(5);

    private final List<byte[]> large = List.of(new byte[LARGE]);
    private final Object monitor = new Object();
    private final Path fifo;
    private final int otherPort;
    private final Semaphore fifoReaders = new Semaphore(0);
    private final BlockingQueue<Thread> toInterrupt = new LinkedBlockingQueue<>();
    private final List<Thread> helpers;

    /** The FIFO is {@code fifo}; another server of this machine listens at {@code otherPort}. */
    SoakApplication(Path fifo, int otherPort) {
        this.fifo = fifo;
        this.otherPort = otherPort;
        helpers = List.of(
                Thread.ofPlatform().daemon().name("soak-feeds-the-fifo").start(this::feedFifo),
                Thread.ofPlatform().daemon().name("soak-interrupts").start(this::interruptHandlers));
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        var answer = switch (environ.pathInfo()) {
            case "/spin" -> spin();
            case "/sleep" -> sleep();
            case "/lock" -> lock();
            case "/fifo" -> readFifo();
            case "/call" -> callOther();
            case "/children" -> children();
            case "/killed" -> killedChild();
            case "/interrupted" -> interrupted();
            case "/for-ever" -> forEver();
            default -> "ok" + Apps.text(environ.input().readAllBytes());
        };
        startResponse.start("200 OK", Apps.TEXT);
        return environ.pathInfo().equals("/large") ? large : Body.of(answer);
    }

    private static String spin() {
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(2, 30));
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return "ok";
    }

    private static String sleep() throws InterruptedException {
        Thread.sleep(3);
        return "ok";
    }

    private String lock() throws InterruptedException {
        synchronized (monitor) {
            Thread.sleep(1);
        }
        return "ok";
    }

    /** Blocks the thread below: nothing of Java sees that a file read waits. */
    private String readFifo() throws IOException {
        try (var in = new FileInputStream(fifo.toFile())) {
            fifoReaders.release();
            return in.read() == 'x' ? "ok" : "the FIFO has ended";
        }
    }

    /* Open for both directions, so that neither side waits for the other to come and no reader sees an end. */
    private void feedFifo() {
        try (var both = new RandomAccessFile(fifo.toFile(), "rw")) {
            while (true) {
                fifoReaders.acquire();
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1, 15));
                both.write('x');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private String callOther() throws IOException {
        try (var client = RawClient.connect(otherPort)) {
            return client.get("/").response().status() == 200 ? "ok" : "the other server is not well";
        }
    }

    private static String children() throws Exception {
        var children = List.of(Green.spawn(() -> nap(1)), Green.spawn(() -> nap(2)), Green.spawn(() -> nap(3)));
        int sum = 0;
        for (var child : children) {
            sum += child.await();
        }
        return sum == 6 ? "ok" : "the children are not well";
    }

    private static int nap(int millis) throws InterruptedException {
        Green.sleep(Duration.ofMillis(millis));
        return millis;
    }

    private static String killedChild() throws Exception {
        GreenThread<?> child = Green.spawn(() -> Green.sleep(FOR_EVER));
        Green.spawnN(child::kill);
        try {
            child.await();
            return "the child was not killed";
        } catch (GreenThreadExit expected) {
            return "ok";
        }
    }

    private String interrupted() {
        toInterrupt.add(Thread.currentThread());
        return forEver();
    }

    private static String forEver() {
        try {
            Thread.sleep(FOR_EVER);
            return "nobody interrupted it";
        } catch (InterruptedException expected) {
            return "ok";
        }
    }

    private void interruptHandlers() {
        try {
            while (true) {
                toInterrupt.take().interrupt();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        helpers.forEach(Thread::interrupt);
        for (var helper : helpers) {
            try {
                helper.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
