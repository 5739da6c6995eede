package dev.loomlet.samples;

import dev.loomlet.server.HubStatus;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What eventlet cannot do: a handler that computes, or blocks in a file read, does not keep the others waiting. It runs on hubs if it can.
 *
 * <pre>
 *   curl http://127.0.0.1:8080/spin?ms=5000 &amp;
 *   curl http://127.0.0.1:8080/
 *   curl http://127.0.0.1:8080/hubs
 * </pre>
 */
final class Spin implements Sample {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");
    private static final long LONGEST_MILLIS = 60_000;

    private static Iterable<byte[]> answer(Environ environ, StartResponse startResponse) throws Exception {
        var path = environ.pathInfo();
        long millis = millis(environ.queryString());
        boolean takesMillis = path.equals("/spin") || path.equals("/block");
        if (takesMillis && millis < 0) {
            startResponse.start("400 Bad Request", TEXT);
            return Body.of("ms must be a number from 0 to " + LONGEST_MILLIS + "\r\n");
        }
        var text = switch (path) {
            case "/" -> "Hello, World!\r\n";
            case "/spin" -> compute(millis);
            case "/block" -> block(millis);
            case "/hubs" -> hubs();
            default -> "";
        };
        startResponse.start(text.isEmpty() ? "404 Not Found" : "200 OK", TEXT);
        return Body.of(text);
    }

    /** The number behind {@code ms=}, 500 if there is no query, -1 if it is none. */
    private static long millis(String query) {
        if (query.isEmpty()) {
            return 500;
        }
        boolean isNumber = query.matches("ms=[0-9]{1,5}");
        long millis = isNumber ? Long.parseLong(query.substring(3)) : -1;
        return millis <= LONGEST_MILLIS ? millis : -1;
    }

    private static String compute(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return "computed for " + millis + " ms\r\n";
    }

    /** Blocks the thread below: opening a FIFO waits for somebody who opens its other end, and nothing of Java sees that. */
    private static String block(long millis) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("loomlet-spin-");
        var fifo = folder.resolve("fifo");
        try {
            if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() != 0) {
                throw new IOException("mkfifo failed");
            }
            Thread.ofPlatform().daemon().start(() -> writeLater(fifo, millis));
            try (var in = new FileInputStream(fifo.toFile())) {
                return in.read() == 'x' ? "blocked for " + millis + " ms\r\n" : "";
            }
        } finally {
            Files.deleteIfExists(fifo);
            Files.delete(folder);
        }
    }

    private static void writeLater(Path fifo, long millis) {
        try (var out = new FileOutputStream(fifo.toFile())) {
            TimeUnit.MILLISECONDS.sleep(millis);
            out.write('x');
        } catch (IOException e) {
            System.err.println("cannot write to " + fifo + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hubs() {
        var lines = HubStatus.all().stream()
                .map(hub -> hub.name() + ": held by " + hub.thread() + ", " + hub.connections() + " connections, "
                        + hub.reliefs() + " reliefs\r\n")
                .collect(Collectors.joining());
        return lines.isEmpty() ? "no hubs: the JDK's scheduler runs this server (--scheduling hub)\r\n" : lines;
    }

    @Override
    public Application application() {
        return Spin::answer;
    }

    @Override
    public About about() {
        return new About(
                "spin", "handlers that compute or block beside others, and the hubs that run them", "curl URL/hubs");
    }
}
