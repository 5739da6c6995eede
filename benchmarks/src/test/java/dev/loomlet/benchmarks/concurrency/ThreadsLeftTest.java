package dev.loomlet.benchmarks.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The benchmarks that start threads, once and in this JVM: none of their threads, platform or virtual, is left afterwards. */
class ThreadsLeftTest {

    /*
     * #id "name" [virtual] state ...; green threads and those of connections have no name, those of the JDK that poll have. The one
     * that expires timeouts stays.
     */
    private static final Pattern OURS = Pattern.compile("#\\d+ \"(loomlet-(?!timeouts\").*|.*jmh.*|)\" .*");

    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void everyThread_isGone() throws Exception {
        // Read when Runner is initialised: another JMH on the machine would spoil a measurement, but this is none.
        System.setProperty("jmh.ignoreLock", "true");
        var quick = new CommandLineOptions(
                "-f",
                "0",
                "-wi",
                "0",
                "-i",
                "1",
                "-r",
                "1ms",
                "-foe",
                "true",
                "-v",
                "SILENT",
                getClass().getPackageName());

        var before = ours("before.txt");
        assertThat(new Runner(quick).run()).hasSizeGreaterThan(10);

        /* What is awaited is done a moment before its thread ends, and nothing tells when that was, so look again. */
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        var left = oursBut(before, "after-0.txt");
        for (int look = 1; !left.isEmpty() && System.nanoTime() < end; look++) {
            left = oursBut(before, "after-" + look + ".txt");
        }
        assertThat(left).isEmpty();
    }

    @Test
    void threadThatIsLeft_isSeen() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var left = executor.submit(() -> ours("within.txt"));
            assertThat(left.get()).isNotEmpty();
        }
    }

    /** Hubs stay, once another test has needed them. */
    private List<String> oursBut(List<String> before, String file) throws Exception {
        var known = before.stream().map(ThreadsLeftTest::number).toList();
        return ours(file).stream()
                .filter(thread -> !known.contains(number(thread)))
                .toList();
    }

    private static String number(String thread) {
        return thread.substring(0, thread.indexOf(' '));
    }

    private List<String> ours(String file) throws Exception {
        var dump = folder.resolve(file).toAbsolutePath();
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readAllLines(dump).stream().filter(OURS.asMatchPredicate()).toList();
    }
}
