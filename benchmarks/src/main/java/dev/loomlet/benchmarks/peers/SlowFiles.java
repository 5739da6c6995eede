package dev.loomlet.benchmarks.peers;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Files that take long to read, as a slow disk would, and as no timer or socket: a read of a named pipe stays in the operating system
 * until a platform thread of this class writes a byte. One pipe serves one reader at a time; those that are not in use are kept.
 */
final class SlowFiles {

    private final Path folder;
    private final ConcurrentLinkedQueue<Pipe> idle = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slow-files").factory());

    /** The pipe's two ends. It has no name any more, so that it is gone with the process. */
    private record Pipe(FileInputStream in, RandomAccessFile out) {

        static Pipe make(Path folder) throws IOException, InterruptedException {
            var file = folder.resolve("pipe-" + UUID.randomUUID());
            Programs.output(List.of("mkfifo", file.toString()));
            try {
                /* Opened for both first: an open for one direction would wait for the other. */
                var out = new RandomAccessFile(file.toFile(), "rw");
                return new Pipe(new FileInputStream(file.toFile()), out);
            } finally {
                Files.delete(file);
            }
        }

        void write() {
            try {
                out.write('.');
            } catch (IOException e) {
                throw new IllegalStateException("cannot write to a pipe", e);
            }
        }
    }

    SlowFiles(Path folder) {
        this.folder = folder;
    }

    /** Blocks the current thread in a read of a file that ends after that time; no interrupt ends it earlier. */
    void read(int millis) throws IOException, InterruptedException {
        var known = idle.poll();
        var pipe = known != null ? known : Pipe.make(folder);
        var writing = writer.schedule(pipe::write, millis, TimeUnit.MILLISECONDS);
        if (pipe.in().read() != '.') {
            throw new IOException("the pipe has ended; its writer is done: " + writing.isDone());
        }
        idle.add(pipe);
    }
}
