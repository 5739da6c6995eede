package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * h2spec 2.2.0, the conformance tests for HTTP/2 that servers are compared by: all of its cases pass, in clear and over TLS. The build unpacks its program to {@code
 * target/h2spec}; each answer that it waits for has 2 seconds.
 */
@Timeout(120)
class H2SpecIT {

    private static final Path TARGET = Path.of("target");
    private static final int CASES = 145;

    @ParameterizedTest
    @CsvSource({"hello, hub", "hello, jdk", "tls, hub", "tls, jdk"})
    void allCases_pass(String sample, String scheduling) throws Exception {
        try (var server = Child.start(List.of("-Dloomlet.scheduling=" + scheduling), sample, "--port", "0")) {
            var report = TARGET.resolve("h2spec-" + sample + "-" + scheduling + ".xml");
            run(server.url(), report);
            var cases = elements(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase"));
            assertThat(cases).hasSize(CASES);
            assertThat(cases.stream().filter(H2SpecIT::hasFailed).map(H2SpecIT::describe))
                    .isEmpty();
        }
    }

    private static void run(URI url, Path report) throws IOException, InterruptedException {
        Files.deleteIfExists(report);
        var command = new ArrayList<>(List.of(program().toString(), "--timeout", "2"));
        command.addAll(List.of("--host", url.getHost(), "--port", Integer.toString(url.getPort())));
        command.addAll(List.of("--junit-report", report.toString()));
        if (url.getScheme().equals("https")) {
            command.addAll(List.of("--tls", "--insecure"));
        }
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        report.resolveSibling(report.getFileName() + ".txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** h2spec's program for this system, which is one of x86-64. */
    private static Path program() throws IOException, InterruptedException {
        var folder = TARGET.resolve("h2spec");
        var program = folder.resolve("h2spec");
        if (!Files.exists(program)) {
            var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
            var archive = folder.resolve(Path.of("2.2.0", "h2spec_" + system + "_amd64.tar.gz"));
            var tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
        }
        return program;
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static boolean hasFailed(Element testCase) {
        return Stream.of("failure", "error", "skipped")
                .anyMatch(name -> testCase.getElementsByTagName(name).getLength() > 0);
    }

    private static String describe(Element testCase) {
        return testCase.getAttribute("package") + " " + testCase.getAttribute("classname") + ": "
                + testCase.getTextContent().strip();
    }
}
