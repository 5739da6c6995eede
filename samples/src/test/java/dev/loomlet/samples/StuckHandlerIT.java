package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who looks for the handler that holds a hub finds it: by one warning in the log, and in a flight recording. */
@Timeout(60)
class StuckHandlerIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"spin, compute, computed", "block, block, blocked"})
    void handlerThatHoldsAHub_isNamed_onceAMinute(String path, String method, String done) throws Exception {
        var recording = folder.resolve("relief.jfr");
        /* Otherwise the JVM tells on standard output that it records. */
        var jvmOptions = List.of("-XX:StartFlightRecording", "-Xlog:disable");
        try (var spin = Child.start(jvmOptions, "spin", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var url = spin.url().resolve("/" + path + "?ms=1000");
            for (int i = 0; i < 2; i++) {
                assertThat(get(client, url)).isEqualTo(done + " for 1000 ms\r\n");
            }
            spin.diagnose("JFR.dump", "filename=" + recording);
            spin.signal("TERM");
            assertThat(spin.exitCode()).isZero();
            var errors = spin.errors();
            assertThat(errors.getFirst()).matches(Child.ON_HUBS);
            assertThat(errors.get(1))
                    .startsWith(
                            "loomlet: a handler computes or blocks its thread, so that another thread had to take over"
                                    + " loomlet-hub-");
            assertThat(errors.subList(2, errors.size()))
                    .as("its stack, once")
                    .noneMatch(line -> line.startsWith("loomlet: "))
                    .filteredOn(line -> line.startsWith("\tat dev.loomlet.samples.Spin." + method + "("))
                    .hasSize(1);
        }
        assertThat(RecordingFile.readAllEvents(recording))
                .filteredOn(event -> event.getEventType().getName().equals("dev.loomlet.HubRelieved"))
                .allSatisfy(event -> assertThat(event.getString("hub")).matches("loomlet-hub-[0-9]+"))
                .as("those that name what ran; something short may be over by then")
                .filteredOn(event -> !event.getString("handler").isEmpty())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(event ->
                        assertThat(event.getString("handler")).matches("[a-z0-9.]*/?([A-Za-z0-9_$]+\\.)+.*\\(.*\\)"));
    }

    private static String get(HttpClient client, URI url) throws Exception {
        var request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
