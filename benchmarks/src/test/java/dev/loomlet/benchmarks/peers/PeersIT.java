package dev.loomlet.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.benchmarks.load.ClosedLoop;
import dev.loomlet.benchmarks.load.ClosedLoopPlan;
import dev.loomlet.benchmarks.load.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every peer from the packaged jar. Where one is missing, its tests hold that it says so; but in continuous integration none may be
 * missing.
 */
@Timeout(30)
class PeersIT {

    private static final int MILLIS = 20;

    @TempDir
    static Path folder;

    static Stream<String> names() {
        return Peers.all().stream().map(Peer::name);
    }

    private static Peer peer(String name) {
        return Peers.all().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void continuousIntegration_everyPeer_isHere() {
        assertThat(Peers.all())
                .extracting(Peer::name)
                .startsWith("loomlet")
                .doesNotHaveDuplicates()
                .hasSize(13);
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(Peers.all()).extracting(Peer::missing).containsOnly(Optional.empty());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void peer_started_answersEveryRouteAndEnds(String name) throws Exception {
        var peer = peer(name);
        if (peer.missing().isPresent()) {
            assertThatThrownBy(() -> peer.start(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name);
            return;
        }
        List<Long> pids;
        try (var running = peer.start(folder)) {
            pids = running.pids();
            assertThat(running.isAlive()).isTrue();
            assertThat(running.startUp()).isPositive();
            answersEveryRoute(peer, running);
            measures(running);
        }
        assertThat(pids).isNotEmpty().noneMatch(PeersIT::isThere);
        try (var files = Files.list(folder.resolve(name))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("pipe-"));
        }
    }

    private static void answersEveryRoute(Peer peer, RunningPeer running) throws Exception {
        try (var client = Client.plain(running.port())) {
            for (var route : peer.routes()) {
                switch (route) {
                    case UPLOAD -> upload(client);
                    case TLS -> {}
                    case WEBSOCKET -> echoes(running);
                    case SLEEP, COMPUTE, BLOCK -> takesItsTime(client, route);
                    default -> has(client.get(route.path()), expected(route));
                }
            }
            /* The connection is still the first one. */
            has(client.get("/"), Answer.HELLO);
        }
        if (peer.routes().contains(Route.TLS)) {
            try (var client = Client.tls(running.tlsPort(), KeyStores.pkcs12(folder))) {
                has(client.get(Route.TLS.path()), Answer.HELLO);
                has(client.get(Route.TLS.path()), Answer.HELLO);
            }
        }
    }

    private static void echoes(RunningPeer running) throws Exception {
        var target = new Target(running.port(), Route.WEBSOCKET.path(), /* tls= */ false);
        var result = ClosedLoop.run(
                new ClosedLoopPlan(target, 2, 1, false, 0, 0, /* webSocket= */ true, Duration.ofMillis(100), 1));
        assertThat(result.requests()).isPositive();
        assertThat(result.errors()).isZero();
    }

    private static void takesItsTime(Client client, Route route) throws IOException {
        /* Twice: the second read is of the same pipe. */
        for (int i = 0; i < 2; i++) {
            long begin = System.nanoTime();
            has(client.get(route.path(MILLIS)), Answer.DONE);
            assertThat(System.nanoTime() - begin).as("%s", route).isGreaterThan(MILLIS * 1_000_000L);
        }
    }

    private static void upload(Client client) throws IOException {
        has(client.post(Route.UPLOAD.path(), new byte[1 << 20]), Answer.count(1 << 20));
        has(client.post(Route.UPLOAD.path(), new byte[5]), Answer.count(5));
    }

    private static Answer expected(Route route) {
        return switch (route) {
            case JSON -> Answer.JSON;
            case BYTES_64K, STATIC -> Answer.BYTES_64K;
            case BYTES_1M -> Answer.BYTES_1M;
            default -> Answer.HELLO;
        };
    }

    private static void has(Client.Response response, Answer answer) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).startsWith(answer.contentType());
        assertThat(response.length()).isEqualTo(answer.body().length);
        assertThat(response.body()).isEqualTo(answer.body());
    }

    /* Requests until a tick of CPU time was used; the timeout of the test ends it when none is counted. */
    private static void measures(RunningPeer running) throws IOException {
        long cpuMicros = running.cpuMicros();
        var allocated = running.allocatedBytes();
        try (var client = Client.plain(running.port())) {
            do {
                has(client.get("/1m"), Answer.BYTES_1M);
            } while (running.cpuMicros() == cpuMicros);
        }
        assertThat(running.residentBytes()).isBetween(1L << 20, 1L << 30);
        if (allocated.isPresent()) {
            assertThat(running.allocatedBytes().getAsLong()).isGreaterThan(allocated.getAsLong());
            running.collectGarbage();
            assertThat(running.heapBytes().getAsLong()).isBetween(1L, 512L << 20);
            assertThat(running.collectionMillis().getAsLong()).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"helidon", "nginx", "eventlet"})
    void parent_killed_leavesNoProcess(String name) throws Exception {
        if (peer(name).missing().isPresent()) {
            assertThatThrownBy(() -> peer(name).start(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name);
            return;
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = Install.jar() + ":target/test-classes";
        var parent = new ProcessBuilder(
                        java, "-Xmx64m", "-cp", classPath, Parent.class.getName(), name, folder.toString())
                .redirectError(folder.resolve("parent-of-" + name + ".log").toFile())
                .start();
        try (var out = parent.inputReader(StandardCharsets.US_ASCII)) {
            var pids =
                    Stream.of(out.readLine().split(" ", -1)).map(Long::valueOf).toList();
            assertThat(pids).isNotEmpty().allMatch(PeersIT::isThere);
            parent.destroyForcibly();
            for (var pid : pids) {
                while (isThere(pid)) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    /* A process that has ended and that nobody has waited for, as where the first process waits for none, is not there. */
    private static boolean isThere(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }
}
