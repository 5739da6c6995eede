package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** After each test, fails if a thread of a backdoor is left, or descriptors are open that were not before. */
final class NoBackdoorLeft implements BeforeEachCallback, AfterEachCallback {

    /* The run-time image and what the JDK's poller of sockets needs stay open from their first use on. */
    private static final int SHARED_DESCRIPTORS = 8;

    private static final Namespace HERE = Namespace.create(NoBackdoorLeft.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(HERE).put("open", openDescriptors());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        int before = context.getStore(HERE).getOrDefault("open", Integer.class, 0);
        Until.holds(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("loomlet-backdoor-")));
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + SHARED_DESCRIPTORS);
    }

    /** How many descriptors this JVM has open. */
    static int openDescriptors() {
        var open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
