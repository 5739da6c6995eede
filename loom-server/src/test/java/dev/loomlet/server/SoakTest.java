package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.hub.HubCheck;
import dev.loomlet.server.hub.HubState;
import dev.loomlet.server.hub.Hubs;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that clients and handlers do to a server on hubs, at once and for long: nothing of it is left afterwards. Runs for {@code
 * -Dsoak.seconds}, 10 if not set; says every 30 seconds how far it is.
 */
@Timeout(value = 26, unit = TimeUnit.HOURS)
class SoakTest {

    private static final long SECONDS = Long.getLong("soak.seconds", 10);
    private static final long WARM_UP_SECONDS = 3;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int OF_EACH = 2;

    /** What may be left of memory, on the heap and beside it: more than what a thread's kept buffers take, less than one leaked large answer a minute. */
    private static final long MOST_LEFT_BYTES = 8 << 20;

    /** A spare ends 10 seconds after it is needed no more. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Pattern VIRTUAL_THREAD = Pattern.compile("^#\\d+ .*\\bvirtual\\b.*$", Pattern.MULTILINE);
    private static final Pattern THREAD_OF_THE_JDK = Pattern.compile(
            "ForkJoinPool-.*|VirtualThread-unparker|.*Poller.*|process reaper.*|Common-Cleaner|Attach .*");

    private final Map<String, AtomicInteger> ended = new ConcurrentHashMap<>();
    private final List<LogRecord> errors = new ArrayList<>();
    private volatile boolean failed;

    /** What this program has, when nothing is going on. */
    private record Held(Resources descriptors, long bytes, List<Thread> threads, long virtualThreads) {

        static Held now() throws Exception {
            System.gc();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            var threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            !THREAD_OF_THE_JDK.matcher(thread.getName()).matches())
                    .toList();
            long virtual = VIRTUAL_THREAD.matcher(HubState.now()).results().count();
            return new Held(Resources.now(), heap + direct, threads, virtual);
        }

        /** What there is more of than there was; empty if nothing. */
        String minus(Held before) {
            var more = new TreeMap<String, String>();
            more.put("descriptors", descriptors.minus(before.descriptors));
            more.put("threads", moreThreads(before));
            more.put("virtual threads", positive(virtualThreads - before.virtualThreads));
            more.put("bytes", positive(Math.max(0, bytes - before.bytes - MOST_LEFT_BYTES)));
            more.values().removeIf(String::isEmpty);
            return more.isEmpty() ? "" : more.toString();
        }

        /* Hubs change hands, so that their threads are others than before; but no more. */
        private String moreThreads(Held before) {
            var names = threads.stream()
                    .filter(thread -> !before.threads.contains(thread))
                    .map(Thread::getName)
                    .filter(name -> !name.startsWith("loomlet-hub-"))
                    .toList();
            return Hubs.shared().spares() == 0 && names.isEmpty()
                    ? ""
                    : names + " and " + Hubs.shared().spares() + " spares";
        }

        private static String positive(long count) {
            return count > 0 ? Long.toString(count) : "";
        }
    }

    @Test
    void everythingAtOnce_leavesNothingBehind(@TempDir Path folder) throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        soak(fifo, WARM_UP_SECONDS);
        var before = Held.now();
        ended.clear();
        soak(fifo, SECONDS);
        System.out.println(report(SECONDS));
        assertThat(ended).allSatisfy((kind, count) -> assertThat(count).hasPositiveValue());
        assertThat(errors).as("logged errors").isEmpty();
        HubCheck.assertThatAllRun();
        assertNothingIsLeft(before);
    }

    private static void assertNothingIsLeft(Held before) throws Exception {
        long end = System.nanoTime() + SETTLE_NANOS;
        var left = Held.now().minus(before);
        while (!left.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            left = Held.now().minus(before);
        }
        assertThat(left)
                .as("left behind, of all that there is: %s", HubState.now())
                .isEmpty();
    }

    private void soak(Path fifo, long seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (var other = TestServer.withoutLint(
                        Apps.HELLO, config -> config.scheduling(Scheduling.JDK).accessLog(AccessLog.none()));
                var application = new SoakApplication(fifo, other.port());
                var server = TestServer.withoutLint(
                        application, config -> config.scheduling(Scheduling.HUB).accessLog(AccessLog.none()))) {
            runAll(new SoakClients(server.port()).all(), end);
        }
    }

    private void runAll(Map<String, SoakClients.Client> clients, long end) throws Exception {
        try (var threads = Executors.newCachedThreadPool()) {
            var running = new ArrayList<Future<?>>();
            clients.forEach((name, client) -> {
                var count = ended.computeIfAbsent(name, kind -> new AtomicInteger());
                for (int i = 0; i < OF_EACH; i++) {
                    running.add(threads.submit(() -> repeat(client, count, end)));
                }
            });
            watch(running);
            for (var client : running) {
                client.get();
            }
        }
    }

    private Void repeat(SoakClients.Client client, AtomicInteger count, long end) throws Exception {
        while (!failed && System.nanoTime() < end) {
            try {
                client.run();
            } catch (Exception | AssertionError e) {
                fail();
                throw e;
            }
            count.incrementAndGet();
        }
        return null;
    }

    /** Says what the hubs are at, once. */
    private synchronized void fail() throws Exception {
        if (!failed) {
            failed = true;
            System.out.println(HubState.now());
        }
    }

    /** Until all have ended, takes what is logged, which would fill the memory, and tells how far it is. */
    private void watch(List<Future<?>> running) throws InterruptedException {
        long began = System.nanoTime();
        long reported = began;
        for (var client : running) {
            while (!client.isDone()) {
                awaitOneSecond(client);
                ServerLog.drain().stream().filter(ServerLog::isError).forEach(errors::add);
                if (System.nanoTime() - reported >= REPORT_NANOS) {
                    reported = System.nanoTime();
                    System.out.println(report(TimeUnit.NANOSECONDS.toSeconds(reported - began)));
                }
            }
        }
    }

    private static void awaitOneSecond(Future<?> client) throws InterruptedException {
        try {
            client.get(1, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException | ExecutionException e) {
            /* Looked at by who started it. */
            return;
        }
    }

    private String report(long seconds) {
        return "soak: %d s, %s, %d reliefs, %d spares, %d MiB used"
                .formatted(
                        seconds,
                        new TreeMap<>(ended),
                        Hubs.shared().all().stream()
                                .mapToLong(hub -> hub.reliefs())
                                .sum(),
                        Hubs.shared().spares(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
    }
}
