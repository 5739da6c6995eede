package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the handlers of all Java peers do, on whatever thread their server calls them. */
final class Work {

    private final SlowFiles files;

    Work(Path folder) {
        files = new SlowFiles(folder);
    }

    /** Tells whether {@link #get} of {@code path} takes its time, so that it does not belong on a thread that serves many. */
    static boolean blocks(String path) {
        return switch (path) {
            case "/sleep", "/compute", "/block" -> true;
            default -> false;
        };
    }

    /** Answers any route but the upload. */
    Answer get(String path, @Nullable String query) throws IOException, InterruptedException {
        return switch (path) {
            case "/" -> Answer.HELLO;
            case "/json" -> Answer.JSON;
            case "/64k" -> Answer.BYTES_64K;
            case "/1m" -> Answer.BYTES_1M;
            case "/sleep" -> {
                Thread.sleep(millis(query));
                yield Answer.DONE;
            }
            case "/compute" -> {
                compute(millis(query));
                yield Answer.DONE;
            }
            case "/block" -> {
                files.read(millis(query));
                yield Answer.DONE;
            }
            default -> throw new IllegalArgumentException("no such path: " + path);
        };
    }

    /** Reads a body to its end and answers its length. */
    static Answer upload(InputStream body) throws IOException {
        return Answer.count(body.transferTo(OutputStream.nullOutputStream()));
    }

    private static int millis(@Nullable String query) {
        if (query == null || !query.startsWith("ms=")) {
            throw new IllegalArgumentException("the query is not ms=N: " + query);
        }
        return Integer.parseInt(query.substring("ms=".length()));
    }

    /* Does what a computation does: it does not give the core away. */
    private static void compute(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
