package dev.loomlet.server;

import dev.loomlet.server.hub.Hubs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Watches every test of this module; it registers itself. A test fails if
 *
 * <ul>
 *   <li>the server logged an error that the test does not announce with {@link LogsErrors}, or an announced one is missing;
 *   <li>a socket, a selector, another file descriptor or a thread named {@code loomlet-…} is left that was not there before.
 * </ul>
 *
 * <p>Classes with a {@code @BeforeAll} method share a server between their tests, so what they leave is looked at once, after the class.
 */
public final class LeakExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static volatile boolean warm;

    /** For JUnit. */
    public LeakExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        warmUp();
        if (AnnotationSupport.isAnnotated(context.getTestClass(), LoadsAgent.class)) {
            Lincheck.runConcurrentTest(/* invocations= */ 1, () -> {});
        }
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ServerLog.drain();
        remember(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        checkLog(announced(context));
        if (!sharesServer(context)) {
            checkResources(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        checkResources(context);
        checkLog(List.of());
    }

    /** What the JDK opens when the first virtual thread waits for a socket, and what the hubs and XNIO open, is kept and nobody's leak. */
    private static void warmUp() throws Exception {
        if (!warm) {
            warm = true;
            ServerLog.install();
            Hubs.shared();
            /* Each keeps /dev/null open. */
            Class.forName("org.xnio.channels.Channels");
            Class.forName("org.xnio.conduits.Conduits");
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (var listener = ServerSocketChannel.open().bind(loopback);
                    var client = SocketChannel.open(listener.getLocalAddress());
                    var channel = listener.accept()) {
                var reader = Thread.ofVirtual().start(() -> readOne(channel));
                while (reader.getState() != Thread.State.WAITING) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                client.shutdownOutput();
                reader.join();
            }
        }
    }

    private static void readOne(SocketChannel channel) {
        try {
            int count = channel.read(ByteBuffer.allocate(1));
            if (count != -1) {
                throw new IllegalStateException("a byte from nowhere");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remember(ExtensionContext context) {
        store(context).put("resources", Resources.now());
    }

    private static void checkResources(ExtensionContext context) throws InterruptedException {
        var before = store(context).get("resources", Resources.class);
        long end = System.nanoTime() + SETTLE_NANOS;
        var added = Resources.now().minus(before);
        /* Nothing tells when the system has closed a descriptor, so look again. */
        while (!added.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
            added = Resources.now().minus(before);
        }
        if (!added.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " leaves behind: " + added);
        }
    }

    private static void checkLog(List<String> announced) {
        var errors = ServerLog.drain().stream().filter(ServerLog::isError).toList();
        var messages = new ArrayList<>(
                errors.stream().map(record -> record.getMessage()).toList());
        var expected = new ArrayList<>(announced);
        Collections.sort(messages);
        Collections.sort(expected);
        if (!messages.equals(expected)) {
            var failure = new AssertionError("errors in the server's log: " + messages + ", announced: " + expected);
            errors.forEach(record -> {
                if (record.getThrown() != null) {
                    failure.addSuppressed(record.getThrown());
                }
            });
            throw failure;
        }
    }

    private static List<String> announced(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), LogsErrors.class)
                .map(annotation -> Arrays.asList(annotation.value()))
                .orElse(List.of());
    }

    private static boolean sharesServer(ExtensionContext context) {
        return context.getTestClass().stream()
                .anyMatch(test -> !AnnotationSupport.findAnnotatedMethods(
                                test, BeforeAll.class, HierarchyTraversalMode.TOP_DOWN)
                        .isEmpty());
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(LeakExtension.class, context.getUniqueId()));
    }
}
