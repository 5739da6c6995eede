package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer look for a value that a parser does not stand, from the vectors on: {@code mvn -Pfuzz -Dfuzz.seconds=60 -pl core test}. Each
 * target has a JVM of its own. No part of the other tests; those run the vectors.
 */
class Fuzzing {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 10);

    /** A class with {@code fuzzerInitialize(String[])} and {@code fuzzerTestOneInput(byte[])}, an argument, and inputs to begin with. */
    record Target(Class<?> fuzzer, String argument, List<byte[]> seeds) {

        @Override
        public String toString() {
            return fuzzer.getSimpleName() + " " + argument;
        }
    }

    static Stream<Target> targets() {
        var headers = HeaderReaders.READERS.keySet().stream()
                .sorted()
                .map(name -> new Target(
                        HeaderFuzzer.class,
                        name,
                        Vectors.of(name).stream()
                                .map(vector -> vector.value().getBytes(StandardCharsets.ISO_8859_1))
                                .toList()));
        var forms = FormVectors.all().map(FormVectors.Vector::body).toList();
        return Stream.concat(headers, Stream.of(new Target(MultipartFuzzer.class, "1", forms)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void target_anyInput_isStood(Target target) throws IOException, InterruptedException {
        var folder = Files.createDirectories(
                Path.of("target", "fuzz", target.toString().replace(' ', '-')));
        var corpus = Files.createDirectories(folder.resolve("corpus"));
        for (int i = 0; i < target.seeds.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), target.seeds.get(i));
        }
        var log = folder.resolve("log.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.fuzzer.getName(),
                        "--target_args=" + target.argument,
                        "--instrumentation_includes=dev.loomlet.**",
                        "--custom_hook_includes=dev.loomlet.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + SECONDS,
                        "-max_len=2048",
                        "-timeout=5",
                        "-rss_limit_mb=2048",
                        corpus.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(SECONDS + 120, TimeUnit.SECONDS))
                    .as("the fuzzer ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("the end of %s:%n%s", log, end(log)).isZero();
    }

    private static String end(Path log) throws IOException {
        var lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
