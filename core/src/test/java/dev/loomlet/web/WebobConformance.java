package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What our Request reports against the original, WebOb in a process of its own: {@code mvn -Pwebob -pl core test}. It needs Debian's
 * python3-webob. No part of the other tests.
 */
class WebobConformance {

    private static final long SEED = Long.getLong("webob.seed", 6);
    private static final int REQUESTS = Integer.getInteger("webob.requests", 1_000);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void request_generated_reportsWhatWebobReports() throws Exception {
        var generator = new WebobRequests(SEED);
        var requests = new ArrayList<WebobRequests.Generated>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(generator.next());
        }
        var originals = originals(requests);
        var softly = new SoftAssertions();
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < requests.size(); i++) {
            var generated = requests.get(i);
            var ours = WebobReport.of(Request.of(environ(generated)));
            assertThat(ours.keySet()).isEqualTo(originals.get(i).keySet());
            for (var name : ours.keySet()) {
                var original = originals.get(i).get(name);
                var described = softly.assertThat(ours.get(name))
                        .as("%s of %s %s", name, generated.environ(), generated.body());
                if (generated.differences().containsKey(name)) {
                    described.isNotEqualTo(original);
                    seen.merge(name + " of " + generated.differences().get(name), 1, Integer::sum);
                } else {
                    described.isEqualTo(original);
                }
            }
        }
        softly.assertAll();
        System.out.println(REQUESTS + " requests of seed " + SEED + " agree with WebOb but for " + seen);
    }

    private static Environ environ(WebobRequests.Generated generated) {
        var entries = new LinkedHashMap<String, Object>(generated.environ());
        entries.put(Environ.WSGI_INPUT, InputBody.of(generated.body().getBytes(StandardCharsets.ISO_8859_1)));
        return Environ.of(entries);
    }

    /** What WebOb reports, a map for each request. */
    private List<Map<String, String>> originals(List<WebobRequests.Generated> requests) throws Exception {
        var lines = new StringBuilder();
        for (var generated : requests) {
            var pairs = new ArrayList<Params.Pair>();
            generated.environ().forEach((key, value) -> pairs.add(new Params.Pair(key, value)));
            pairs.add(new Params.Pair("body", generated.body()));
            lines.append(QueryString.format(Params.of(pairs))).append('\n');
        }
        var asked = Files.writeString(folder.resolve("asked"), lines);
        var answered = folder.resolve("answered");
        var complaints = folder.resolve("complaints");
        var process = python(asked, answered, complaints);
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("WebOb ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(complaints)).isZero();
        var reports =
                Files.readAllLines(answered).stream().map(WebobConformance::map).toList();
        assertThat(reports).hasSameSizeAs(requests);
        return reports;
    }

    private static Process python(Path input, Path output, Path errors) throws IOException, URISyntaxException {
        var python = Path.of("/usr/bin/python3");
        assertThat(python)
                .as("Python with WebOb: apt-get install python3-webob")
                .isExecutable();
        var script =
                Path.of(WebobConformance.class.getResource("/webob/report.py").toURI());
        return new ProcessBuilder(python.toString(), script.toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    private static Map<String, String> map(String line) {
        var report = new LinkedHashMap<String, String>();
        QueryString.parse(line).orElseThrow().forEach(pair -> report.put(pair.name(), pair.value()));
        return report;
    }
}
