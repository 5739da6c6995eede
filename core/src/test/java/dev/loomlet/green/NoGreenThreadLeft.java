package dev.loomlet.green;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test, fails if a green thread is left: waiting for its delay, running or at its links (eventlet's verify_hub_empty). */
final class NoGreenThreadLeft implements AfterEachCallback {

    /** A test class that leaves no green thread behind. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(NoGreenThreadLeft.class)
    @interface Checked {}

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        long startNanos = System.nanoTime();
        var dump = dump();
        /* A thread whose outcome was awaited is a few instructions before its end. */
        while (dump.contains(Task.class.getName() + ".run(")) {
            if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                throw new AssertionError("a green thread is left:\n" + dump);
            }
            dump = dump();
        }
    }

    private static String dump() throws IOException {
        var directory = Files.createTempDirectory("threads");
        var file = directory.resolve("dump");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }
}
