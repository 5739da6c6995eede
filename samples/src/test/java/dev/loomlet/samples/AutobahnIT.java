package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.Scheduling;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.server.websocket.Deflate;
import dev.loomlet.server.websocket.WebSocketConfig;
import dev.loomlet.server.websocket.WebSocketWSGI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Autobahn's fuzzing client, the conformance tests for WebSocket that servers are compared by: each case is OK, NON-STRICT or INFORMATIONAL.
 * The build copies its program, and the Python that runs it, to {@code target/autobahn}. Cases 9, which are about size and speed, are run by
 *
 * <pre>
 *   mvn -pl core,loom-server,samples -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
 *       -Dit.test=AutobahnIT -Dautobahn.cases='9.*' -Dautobahn.seconds=3000 verify
 * </pre>
 *
 * and on the JDK's scheduler with {@code -Dautobahn.scheduling=jdk}.
 */
class AutobahnIT {

    private static final Path FOLDER = Path.of("target", "autobahn").toAbsolutePath();
    private static final Pattern RESULT = Pattern.compile(
            "\"([0-9]+(?:\\.[0-9]+)+)\": \\{\\s*\"behavior\": \"([^\"]+)\",\\s*\"behaviorClose\": \"([^\"]+)\"");

    @Test
    @Timeout(3600)
    void cases_ofTheFuzzingClient_pass() throws Exception {
        var settings = WebSocketConfig.builder()
                .maxMessage(16 * 1024 * 1024)
                .deflate(Deflate.CONTEXT_TAKEOVER)
                .build();
        var echo = new WebSocketWSGI(
                ws -> {
                    for (var message = ws.await(); message != null; message = ws.await()) {
                        ws.send(message);
                    }
                },
                settings);
        var config = ServerConfig.builder()
                .port(0)
                .drainOnShutdown(false)
                .scheduling(Scheduling.valueOf(
                        System.getProperty("autobahn.scheduling", "hub").toUpperCase(Locale.ROOT)))
                .build();
        try (var server = Server.spawn(echo, config)) {
            run(server.port());
        }
        var results = new TreeMap<String, String>();
        RESULT.matcher(Files.readString(FOLDER.resolve("index.json")))
                .results()
                .forEach(found -> results.put(found.group(1), found.group(2) + ", close " + found.group(3)));
        assertThat(results).as("cases").isNotEmpty();
        assertThat(results)
                .allSatisfy((name, result) ->
                        assertThat(result).matches("(OK|NON-STRICT|INFORMATIONAL), close (OK|INFORMATIONAL)"));
    }

    private static void run(int port) throws Exception {
        Files.deleteIfExists(FOLDER.resolve("index.json"));
        var python = """
                import sys
                sys.path.insert(0, sys.argv[1])
                from autobahntestsuite import wstest
                wstest.start({'mode': 'fuzzingclient'}, {
                    'options': {'failByDrop': False}, 'outdir': sys.argv[2],
                    'servers': [{'agent': 'loomlet', 'url': sys.argv[3], 'options': {'version': 18}}],
                    'cases': sys.argv[4].split(), 'exclude-cases': [], 'exclude-agent-cases': {}})
                """;
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Dpython.cachedir=" + FOLDER.resolve("cache"),
                        "-cp",
                        jars(),
                        "org.python.util.jython",
                        "-c",
                        python,
                        FOLDER.resolve("autobahn.jar").toString(),
                        FOLDER.toString(),
                        "ws://127.0.0.1:" + port,
                        System.getProperty("autobahn.cases", "1.* 2.* 3.* 4.* 5.* 6.* 7.* 10.*"))
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("output.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(Long.getLong("autobahn.seconds", 590), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String jars() {
        return Stream.of("autobahn.jar", "jython.jar")
                .map(name -> FOLDER.resolve(name).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
