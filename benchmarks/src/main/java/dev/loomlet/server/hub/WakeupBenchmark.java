package dev.loomlet.server.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it buys to wake a loop by a pipe, without the lock that a selector holds while it wakes. The score is for two loops that wake each
 * other, there and back; one of them is the benchmark's thread. Where both run on one processor nothing is to be seen.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WakeupBenchmark {

    private final Selector here;
    private final Selector there;
    private final WakeupPipe pipeHere;
    private final WakeupPipe pipeThere;
    private final Thread other = new Thread(this::answer, "other loop");
    private volatile boolean pipes;
    private volatile boolean ended;

    /** Starts the other loop. */
    public WakeupBenchmark() {
        try {
            here = Selector.open();
            there = Selector.open();
            pipeHere = WakeupPipe.open(here);
            pipeThere = WakeupPipe.open(there);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        other.setDaemon(true);
        other.start();
    }

    private static void ready(SelectionKey key) {
        ((Polled) key.attachment()).ready(key);
    }

    private void answer() {
        try {
            for (there.select(WakeupBenchmark::ready); !ended; there.select(WakeupBenchmark::ready)) {
                if (pipes) {
                    pipeHere.wake();
                } else {
                    here.wakeup();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TearDown
    public void close() throws IOException, InterruptedException {
        ended = true;
        there.wakeup();
        other.join();
        pipeHere.close();
        pipeThere.close();
        here.close();
        there.close();
    }

    /** Returns how many channels were ready: the pipe. */
    @Benchmark
    public int pipe() throws IOException {
        if (!pipes) {
            pipes = true;
        }
        pipeThere.wake();
        return here.select(WakeupBenchmark::ready);
    }

    /** Returns how many channels were ready: none. */
    @Benchmark
    public int plainSelector() throws IOException {
        there.wakeup();
        return here.select(WakeupBenchmark::ready);
    }
}
