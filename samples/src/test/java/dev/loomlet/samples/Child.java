package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The packaged jar in a JVM of its own, which does not survive the test. Each wait is bounded. */
final class Child implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path JCMD = JAVA.resolveSibling("jcmd");
    private static final Path JAR = Path.of("target", "loomlet-samples.jar");
    private static final int SECONDS = 20;

    /** The one line on standard error of a sample that serves. */
    static final String ON_HUBS = "loomlet: serving on [^ ]+, connections run on [1-9][0-9]* hubs?";

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Child(Process process) {
        this.process = process;
        out = new Lines(process.getInputStream());
        err = new Lines(process.getErrorStream());
    }

    static Child start(String... args) throws IOException, InterruptedException {
        return start(List.of(), args);
    }

    static Child start(List<String> jvmOptions, String... args) throws IOException, InterruptedException {
        var all = new ArrayList<>(jvmOptions);
        all.addAll(List.of("-jar", JAR.toString()));
        all.addAll(List.of(args));
        return run(all);
    }

    /** Without what the jar's manifest allows. */
    static Child startOnClassPath(String... args) throws IOException, InterruptedException {
        return startOnClassPath(List.of(), args);
    }

    static Child startOnClassPath(List<String> jvmOptions, String... args) throws IOException, InterruptedException {
        var all = new ArrayList<>(jvmOptions);
        all.addAll(List.of("-cp", JAR.toString(), Samples.class.getName()));
        all.addAll(List.of(args));
        return run(all);
    }

    private static Child run(List<String> javaArguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(signalsByDefault());
        command.add(JAVA.toString());
        command.addAll(javaArguments);
        var builder = new ProcessBuilder(command);
        /* With these the JVM prints lines of its own to standard error. */
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return new Child(builder.start());
    }

    /** Jobs in the background of a shell ignore SIGINT, and so would their children, if env did not know how to undo it. */
    private static List<String> signalsByDefault() throws IOException, InterruptedException {
        var prefix = List.of("env", "--default-signal=INT");
        var trial = new ArrayList<>(prefix);
        trial.add("true");
        return new ProcessBuilder(trial).start().waitFor() == 0 ? prefix : List.of();
    }

    /** The next line of standard output. */
    String nextLine() throws InterruptedException {
        return out.next();
    }

    /** Reads the line that tells the URL. */
    URI url() throws InterruptedException {
        var line = out.next();
        assertThat(line).matches("https?://[^ ]+:[1-9][0-9]*/");
        return URI.create(line);
    }

    /** Sends a signal. */
    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).inheritIO();
        assertThat(kill.start().waitFor()).isZero();
    }

    /** Has the JVM do what {@code jcmd} can ask of it. */
    void diagnose(String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(JCMD.toString(), Long.toString(process.pid())));
        all.addAll(List.of(command));
        var jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        try (var output = jcmd.inputReader()) {
            var text = output.readAllAsString();
            assertThat(jcmd.waitFor()).as(text).isZero();
        }
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                .as("ended within %d s", SECONDS)
                .isTrue();
        return process.exitValue();
    }

    /** The lines of standard output that were not taken, when it has ended. */
    List<String> restOfOutput() throws InterruptedException {
        return out.rest();
    }

    /** The lines of standard error, when it has ended. */
    List<String> errors() throws InterruptedException {
        return err.rest();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** The lines of a stream, read by a thread, so that the child never waits for a reader. */
    private static final class Lines {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final Thread reader;

        Lines(InputStream stream) {
            reader = Thread.ofPlatform().daemon().start(() -> read(stream));
        }

        private void read(InputStream stream) {
            try (var text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("reading failed: " + e);
            }
        }

        String next() throws InterruptedException {
            var line = lines.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line within %d s", SECONDS).isNotNull();
            return line;
        }

        List<String> rest() throws InterruptedException {
            assertThat(reader.join(Duration.ofSeconds(SECONDS))).isTrue();
            return List.copyOf(lines);
        }
    }
}
