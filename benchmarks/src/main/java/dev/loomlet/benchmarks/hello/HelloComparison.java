package dev.loomlet.benchmarks.hello;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Drives the hello servers in turn with wrk, round by round, and prints the medians of CPU time a request (user and system, of the server's
 * process, from /proc, so Linux only) and of requests a second, with the ratio of the CPU time to ours.
 *
 * <pre>
 *   java -cp benchmarks/target/benchmarks.jar dev.loomlet.benchmarks.hello.HelloComparison [ROUNDS [SECONDS [CONNECTIONS]]]
 * </pre>
 *
 * Defaults: 7 rounds of 3 seconds with 64 connections, after 10 seconds of warm-up each. wrk runs on the same cores.
 */
final class HelloComparison {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    /* Linux counts CPU time in hundredths of a second for user programs, whatever its own tick is. */
    private static final double MICROS_A_TICK = 10_000;

    private record Round(double cpuMicros, double rate) {}

    private final List<Process> started = new ArrayList<>();

    private HelloComparison() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        var comparison = new HelloComparison();
        Runtime.getRuntime().addShutdownHook(new Thread(comparison::end));
        comparison.run(rounds, seconds, connections);
    }

    private void end() {
        started.forEach(Process::destroyForcibly);
    }

    private void run(int rounds, int seconds, int connections) throws Exception {
        var jar = ownJar();
        var peers = jar + ":" + jar.resolveSibling("peers") + "/*";
        var servers = new LinkedHashMap<String, Target>();
        servers.put("loomlet", start(jar.toString(), LoomletHello.class));
        servers.put("helidon", start(peers, HelidonHello.class));
        servers.put("helidon, tuned", start(peers, HelidonHello.class, "tuned"));
        servers.put("jdk httpserver", start(jar.toString(), JdkHello.class));
        for (var server : servers.values()) {
            server.awaitReady();
            server.drive(/* seconds= */ 10, connections);
        }
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.printf("round %d of %d%n", round, rounds);
            for (var server : servers.entrySet()) {
                var result = server.getValue().drive(seconds, connections);
                results.computeIfAbsent(server.getKey(), name -> new ArrayList<>())
                        .add(result);
            }
        }
        print(results);
    }

    private static void print(Map<String, List<Round>> results) {
        double ours = median(results.getOrDefault("loomlet", List.of()).stream()
                .mapToDouble(Round::cpuMicros)
                .toArray());
        System.out.printf("%-16s %24s %8s %10s%n", "server", "CPU µs/request [min-max]", "÷ ours", "requests/s");
        results.forEach((name, rounds) -> {
            var cpu = rounds.stream().mapToDouble(Round::cpuMicros).sorted().toArray();
            var rate = median(rounds.stream().mapToDouble(Round::rate).toArray());
            var spread = String.format(Locale.ROOT, "%.2f [%.2f-%.2f]", median(cpu), cpu[0], cpu[cpu.length - 1]);
            System.out.printf(Locale.ROOT, "%-16s %24s %8.2f %10.0f%n", name, spread, median(cpu) / ours, rate);
        });
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Path ownJar() throws Exception {
        return Path.of(HelloComparison.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private Target start(String classPath, Class<?> main, String... args) throws IOException {
        int port;
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        var command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m"));
        command.addAll(List.of("-cp", classPath, main.getName(), Integer.toString(port)));
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return new Target(process, port);
    }

    private record Target(Process process, int port) {

        void awaitReady() throws IOException, InterruptedException {
            for (int tries = 0; tries < 100; tries++) {
                try {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return;
                } catch (ConnectException e) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
            throw new IOException("the server on port " + port + " does not start");
        }

        Round drive(int seconds, int connections) throws IOException, InterruptedException {
            long before = cpuTicks();
            var url = "http://127.0.0.1:" + port + "/";
            var wrk = new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", url).start();
            var output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            wrk.waitFor();
            double requests = number(REQUESTS, output);
            return new Round((cpuTicks() - before) * MICROS_A_TICK / requests, number(RATE, output));
        }

        private static double number(Pattern pattern, String output) throws IOException {
            var matcher = pattern.matcher(output);
            if (!matcher.find() || output.contains("Non-2xx")) {
                throw new IOException("wrk did not get answers: " + output);
            }
            return Double.parseDouble(matcher.group(1));
        }

        /* Fields 14 and 15 of /proc/PID/stat, counted behind the name in parentheses, are user and system time. */
        private long cpuTicks() throws IOException {
            var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
    }
}
