package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.green.GreenDebug.ThreadInfo;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NoGreenThreadLeft.Checked
class GreenDebugTest {

    /* Other JVMs may be writing theirs. */
    private static final String FILES =
            "loomlet-threads-" + ProcessHandle.current().pid() + "-*";

    @Test
    void threads_someWait_areFoundWithNameStateAndStack() throws Exception {
        var started = new CountDownLatch(2);
        var goOn = new CountDownLatch(1);
        var name = "feed \"a\"\\b/\r\n\t\u00e9\u007f\ud83d\ude00 {}[],:";
        var named = Green.spawn(() -> {
            Thread.currentThread().setName(name);
            started.countDown();
            waitHere(goOn);
            return Thread.currentThread().threadId();
        });
        var plain = Thread.ofVirtual().name("plain").start(() -> {
            started.countDown();
            waitHere(goOn);
        });
        started.await();

        var all = awaitParked(2);

        var green = all.stream().filter(ThreadInfo::isGreen).toList();
        assertThat(green).singleElement().satisfies(thread -> {
            assertThat(thread.name()).isEqualTo(name);
            assertThat(thread.state()).isEqualTo(Thread.State.WAITING);
            assertThat(thread.stack())
                    .anyMatch(frame -> frame.contains("GreenDebugTest.waitHere(GreenDebugTest.java:"));
        });
        assertThat(GreenDebug.threads())
                .extracting(ThreadInfo::id)
                .containsExactly(green.getFirst().id());
        assertThat(all)
                .filteredOn(thread -> !thread.isGreen())
                .extracting(ThreadInfo::name)
                .contains("plain");
        goOn.countDown();
        assertThat(named.await()).isEqualTo(green.getFirst().id());
        plain.join();
    }

    @Test
    void threads_nameThatTheJvmCannotWrite_isAnError() throws Exception {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            Thread.currentThread().setName("\u0001");
            started.countDown();
            waitHere(goOn);
        });
        started.await();
        try {
            assertThatThrownBy(GreenDebug::threads)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("control character");
        } finally {
            goOn.countDown();
            green.await();
        }
    }

    /** All virtual threads, once this many are parked in {@link #waitHere}. */
    private static List<ThreadInfo> awaitParked(int count) throws IOException {
        while (true) {
            var all = GreenDebug.virtualThreads();
            if (all.stream()
                            .filter(thread -> thread.state() == Thread.State.WAITING
                                    && thread.stack().stream().anyMatch(frame -> frame.contains(".waitHere(")))
                            .count()
                    == count) {
                return all;
            }
        }
    }

    @Test
    @org.junit.jupiter.api.Timeout(60) // a busy machine
    void threads_aThousand_areAllFoundAndNothingIsLeftBehind() throws Exception {
        int count = 1_000;
        var goOn = new CountDownLatch(1);
        var started = new CountDownLatch(count);
        var threads = new ArrayList<GreenThread<?>>();
        for (int i = 0; i < count; i++) {
            threads.add(Green.spawn(() -> {
                started.countDown();
                goOn.await();
            }));
        }
        started.await();

        try {
            var infos = GreenDebug.threads();

            assertThat(infos).hasSize(count).extracting(ThreadInfo::id).doesNotHaveDuplicates();
            assertThat(GreenDebug.formatThreads(infos))
                    .startsWith(count + " threads with ")
                    .hasLineCount(lines(infos));
            try (var left = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), FILES)) {
                assertThat(left).isEmpty();
            }
        } finally {
            goOn.countDown();
        }
        for (var thread : threads) {
            thread.await();
        }
    }

    private static int lines(List<ThreadInfo> infos) {
        record Place(Thread.State state, List<String> stack) {}
        return 1
                + infos.stream()
                        .map(info -> new Place(info.state(), info.stack()))
                        .distinct()
                        .mapToInt(place -> 2 + place.stack().size())
                        .sum();
    }

    @Test
    void threads_noneLives_isEmptyAndImmutable() throws Exception {
        assertThat(GreenDebug.threads()).isEmpty();
        assertThat(GreenDebug.formatThreads()).isEqualTo("0 threads with 0 stacks\n");
        assertThatThrownBy(() -> GreenDebug.threads().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void formatThreads_sameStacks_areWrittenOnceAndTheMostFrequentFirst() {
        var alone = new ThreadInfo(1, "a\nb", Thread.State.RUNNABLE, /* isGreen= */ true, List.of("x.A.f(A.java:1)"));
        var many = Stream.iterate(10, i -> i + 1)
                .limit(12)
                .map(i -> new ThreadInfo(
                        i,
                        i == 11 ? "n" : "",
                        Thread.State.WAITING,
                        /* isGreen= */ true,
                        List.of("x.A.g(A.java:2)", "x.A.f(A.java:1)")));

        var text =
                GreenDebug.formatThreads(Stream.concat(Stream.of(alone), many).toList());

        assertThat(text).isEqualTo("""
                13 threads with 2 stacks

                12 threads WAITING: #10, #11 "n", #12, #13, #14, #15, #16, #17, #18, #19, ...
                    at x.A.g(A.java:2)
                    at x.A.f(A.java:1)

                1 thread RUNNABLE: #1 "a?b"
                    at x.A.f(A.java:1)
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":[1 2]}",
                "{\"a\":\"",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":}",
                "[]",
                "{\"a\":[,]}"
            })
    void json_broken_isRefused(String text) {
        var reader = new JsonReader(new StringReader(text));

        assertThatThrownBy(() -> reader.object(_ -> reader.skip())).isInstanceOf(IOException.class);
    }

    @Test
    void json_ofEveryForm_isRead() throws Exception {
        var reader = new JsonReader(
                new StringReader(
                        " {\"a\" : [ ], \"b\":{ },\n\"c\":[-1.5e+3,true,null,\"\"],\"d\":\"\\u00E9\\n\\\"\\\\\\/\\b\\f\\r\\t\",\"e\":{\"f\":[{}]}}"));
        var read = new ArrayList<String>();

        reader.object(name -> {
            switch (name) {
                case "c" -> reader.array(_ -> read.add(reader.text()));
                case "d" -> read.add(reader.text());
                default -> reader.skip();
            }
        });

        assertThat(read).containsExactly("-1.5e+3", "true", "null", "", "\u00e9\n\"\\/\b\f\r\t");
    }

    @Test
    void setUncaughtExceptionHandler_set_getsWhatNobodyAwaits() throws Exception {
        try (var others = UncaughtReports.open()) {
            var failures = new LinkedBlockingQueue<Throwable>();
            GreenDebug.setUncaughtExceptionHandler(
                    (thread, failure) -> failures.add(thread.isVirtual() ? failure : new Error()));
            var ofWork = new IOException("work");
            Green.spawnN(() -> {
                throw ofWork;
            });
            assertThat(failures.take()).isSameAs(ofWork);
            var ofLink = new IOException("link");
            var goOn = new CountDownLatch(1);
            var linked = Green.spawn(() -> goOn.await());
            linked.link(_ -> {
                throw ofLink;
            });
            goOn.countDown();
            assertThat(failures.take()).isSameAs(ofLink);
            assertThat(others.isEmpty()).isTrue();

            GreenDebug.setUncaughtExceptionHandler(null);

            Green.spawnN(() -> {
                throw ofWork;
            });
            assertThat(others.next()).isSameAs(ofWork);
            assertThat(failures).isEmpty();
        } finally {
            GreenDebug.setUncaughtExceptionHandler(null);
        }
    }

    @Test
    void setUncaughtExceptionHandler_itThrows_greenThreadStillEnds() throws Exception {
        try {
            GreenDebug.setUncaughtExceptionHandler((_, _) -> {
                throw new IllegalStateException("of the handler");
            });
            var self = new CompletableFuture<GreenThread<?>>();
            Green.spawnN(() -> {
                self.complete(Green.current().orElseThrow());
                throw new IOException("of the work");
            });

            assertThatThrownBy(() -> self.get().await()).hasMessage("of the work");
        } finally {
            GreenDebug.setUncaughtExceptionHandler(null);
        }
    }

    private static void waitHere(CountDownLatch goOn) {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
