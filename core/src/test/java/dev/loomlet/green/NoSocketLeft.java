package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test, fails if this process has more sockets than before, where Linux's /proc tells. */
final class NoSocketLeft implements BeforeEachCallback, AfterEachCallback {

    /** A test class that leaves no socket behind. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(NoSocketLeft.class)
    @interface Checked {}

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static volatile boolean warm;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        warmUp();
        store(context).put("sockets", sockets());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        long before = store(context).get("sockets", Long.class);
        long startNanos = System.nanoTime();
        long now = sockets();
        /* Nothing tells when the system has closed a descriptor. */
        while (now > before) {
            if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                throw new AssertionError(now - before + " sockets are left");
            }
            now = sockets();
        }
    }

    /** The JDK keeps a socket from the first close on that finds a thread reading. */
    private static void warmUp() throws Exception {
        if (warm) {
            return;
        }
        warm = true;
        try (var pair = Stream.TCP.pair()) {
            var reader = Thread.ofVirtual()
                    .start(() -> assertThatIOException()
                            .isThrownBy(() -> pair.client().input().read()));
            while (reader.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            pair.client().close();
            reader.join();
        }
    }

    /** How many sockets this process has; 0 where that cannot be known. */
    static long sockets() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (var descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(NoSocketLeft::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(NoSocketLeft.class, context.getUniqueId()));
    }
}
