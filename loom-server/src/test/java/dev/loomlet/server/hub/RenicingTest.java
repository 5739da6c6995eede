package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that lost its place gets the nice value that was asked for, and ends when its handler lets it. */
class RenicingTest {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final AtomicBoolean goOn = new AtomicBoolean();

    @Test
    @EnabledOnOs(OS.LINUX)
    void threadThatLostItsPlace_isReniced_whileItsHandlerComputes_andEndsThen() throws Exception {
        try (var hubs = new Hubs(1, Renicing.to(19, "Linux"))) {
            var hub = hubs.all().getFirst();
            for (int i = 0; i < 3; i++) {
                goOn.set(false);
                var thread = hub.holder();
                var number = spinOn(hub).get(5, TimeUnit.SECONDS);
                Until.holds("the nice value of " + number, () -> nice(number) == 19);
                assertThat(thread.isAlive()).isTrue();
                assertThat(niceOfHandlerOn(hub)).isEqualTo(nice("thread-self"));
                goOn.set(true);
                assertThat(thread.join(SOON)).as("%s ends", thread).isTrue();
                Until.holds("the end of " + number, () -> !Files.exists(TASKS.resolve(number)));
            }
            assertThat(hub.holder().isAlive()).isTrue();
            assertThat(hubs.spares())
                    .as("threads besides the one that holds the hub")
                    .isZero();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void threadThatLostItsPlace_keepsItsPriority_unlessAskedFor() throws Exception {
        try (var hubs = new Hubs(1, Renicing.to(0, "Linux"))) {
            var hub = hubs.all().getFirst();
            var number = spinOn(hub).get(5, TimeUnit.SECONDS);
            Until.holds("a relief", () -> hub.reliefs() > 0);
            assertThat(niceOfHandlerOn(hub)).isEqualTo(nice(number));
            goOn.set(true);
        }
    }

    /** Starts a handler that computes until {@link #goOn}; the number of the thread below it. */
    private CompletableFuture<String> spinOn(Hub hub) {
        var number = new CompletableFuture<String>();
        hub.newThread(() -> {
                    number.complete(ownNumber());
                    while (!goOn.get()) {
                        Thread.onSpinWait();
                    }
                })
                .start();
        return number;
    }

    /* PID/task/NUMBER */
    private static String ownNumber() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long niceOfHandlerOn(Hub hub) throws Exception {
        var nice = new CompletableFuture<Long>();
        hub.newThread(() -> nice.complete(nice(ownNumber()))).start();
        return nice.get(5, TimeUnit.SECONDS);
    }

    /* Field 19 of proc_pid_stat(5), counted from behind the name, the second field, which ends with the last ")". */
    private static long nice(String number) {
        try {
            var folder = number.equals("thread-self") ? Path.of("/proc/thread-self") : TASKS.resolve(number);
            var stat = Files.readString(folder.resolve("stat"));
            return Long.parseLong(
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                            .get(19 - 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void niceValue_isThatOfTheProperty_orNone() {
        assertThat(Renicing.nice("0")).isZero();
        assertThat(Renicing.nice("10")).isEqualTo(10);
        assertThat(Renicing.nice("19")).isEqualTo(19);
        assertThat(Renicing.nice(null)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "20", "x", "2.5", "010"})
    void niceValue_thatIsNone_isRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Renicing.nice(value))
                .withMessage("the system property loomlet.relief.nice must be a number from 0 to 19, not " + value);
    }

    /** The JVM writes of the access itself where nobody has said whether it may, so only the refusal is asked for. */
    @Test
    void nativeAccessThatIsRefused_isOneWarning_andTheHubsGoOn() throws Exception {
        var output = outputOf("--illegal-native-access=deny", "-Dloomlet.relief.nice=10");
        assertThat(output)
                .containsOnlyOnce(
                        "WARNING: threads that lose their hub keep their priority, although loomlet.relief.nice is set: ")
                .containsOnlyOnce("IllegalCallerException")
                .endsWith("relieved\n");
    }

    @Test
    void operatingSystemThatIsNotLinux_isOneWarning_andTheHubsGoOn() throws Exception {
        assertThat(outputOf("-Dos.name=Plan 9", "-Dloomlet.relief.nice=10"))
                .containsOnlyOnce("only Linux can do it, and this is Plan 9")
                .endsWith("relieved\n");
    }

    @Test
    void nativeAccessThatIsAllowed_isNoWarning() throws Exception {
        assertThat(outputOf("--enable-native-access=ALL-UNNAMED", "-Dloomlet.relief.nice=10"))
                .isEqualTo("relieved\n");
    }

    private static String outputOf(String... jvmArguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(jvmArguments));
        command.add(RelievedOnce.class.getName());
        var program = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = program.inputReader()) {
            var text = output.readAllAsString();
            assertThat(program.waitFor()).as(text).isZero();
            return text;
        } finally {
            program.destroyForcibly();
        }
    }

    /** A program whose hubs are relieved once. */
    static final class RelievedOnce {

        private RelievedOnce() {}

        public static void main(String[] args) throws Exception {
            var hub = Hubs.shared().next();
            var spinning = hub.newThread(() -> {
                while (hub.reliefs() == 0) {
                    Thread.onSpinWait();
                }
            });
            spinning.start();
            spinning.join();
            System.out.print("relieved\n");
        }
    }
}
