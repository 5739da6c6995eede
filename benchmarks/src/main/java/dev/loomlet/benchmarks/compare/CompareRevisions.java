package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.Peers;
import dev.loomlet.benchmarks.report.Report;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Our own server of two revisions as two servers of a comparison, on the main thread. The script of the same name checks the revisions out,
 * builds them, and says in the hidden options where they are.
 */
@Command(
        name = "benchmarks/compare-revisions",
        description =
                "Builds the server at two git revisions, drives both in turn with the same loads, and prints what changed."
                        + " A revision is whatever git understands, or WORKTREE for the files as they are now.",
        mixinStandardHelpOptions = true,
        version = "benchmarks of Loomlet",
        usageHelpWidth = 100,
        sortOptions = false)
final class CompareRevisions implements Callable<Integer> {

    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final Pattern DOES_NOT_LINK = Pattern.compile(
            "NoSuch(Method|Field)Error|NoClassDefFoundError|ClassNotFoundException|IncompatibleClassChangeError"
                    + "|AbstractMethodError|IllegalAccessError");

    @Parameters(index = "0", paramLabel = "REV_A", description = "The revision before.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "REV_B", description = "The revision after.")
    private String after = "";

    @Option(names = "--work", paramLabel = "NAME", split = ",", description = "Workloads; default: ${DEFAULT-VALUE}.")
    private List<String> work = List.of("plaintext-64", "pipelined-16", "close", "json", "latency-50");

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured in each workload.")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each cell lasts.")
    private @Nullable Double seconds;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where results go; default: benchmarks/results/DATE-revisions.")
    private @Nullable Path out;

    @Option(names = "--check", hidden = true, description = "Only whether the command line is right.")
    private boolean check;

    @Option(
            names = "--class-path-before",
            hidden = true,
            description = "Jars of the first; empty for those of this build.")
    private String classPathBefore = "";

    @Option(names = "--class-path-after", hidden = true, description = "Jars of the second.")
    private String classPathAfter = "";

    private CompareRevisions() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new CompareRevisions())
                .setParameterExceptionHandler((e, arguments) -> failed(e, CommandLine.ExitCode.USAGE))
                .setExecutionExceptionHandler((e, line, result) -> failed(e, CommandLine.ExitCode.SOFTWARE))
                .execute(args);
    }

    private static int failed(Exception e, int status) {
        System.err.println("compare-revisions: " + e.getMessage());
        return status;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Workload> workloads;
        Pace pace;
        try {
            workloads = Names.select("workload", work, Workloads.all(), Workload::name);
            pace = pace();
        } catch (IllegalArgumentException e) {
            return failed(e, CommandLine.ExitCode.USAGE);
        }
        return check ? CommandLine.ExitCode.OK : compare(workloads, pace);
    }

    private int compare(List<Workload> workloads, Pace pace) throws IOException, InterruptedException {
        var peers = List.of(
                Peers.loomlet(BEFORE, before, paths(classPathBefore)),
                Peers.loomlet(AFTER, after, paths(classPathAfter)));
        for (var peer : peers) {
            var fault = fault(peer);
            if (fault.isPresent()) {
                System.err.println("compare-revisions: " + fault.get());
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        var folder = ResultsFolder.create(out != null ? out : ResultsFolder.ofToday("revisions"));
        int status = new Run(peers, workloads, pace, folder).run();
        if (status == CommandLine.ExitCode.OK) {
            System.out.println();
            Report.printChange(Report.read(folder), BEFORE, AFTER, System.out);
        }
        return status;
    }

    private Pace pace() {
        if (rounds != null && rounds < 1) {
            throw new IllegalArgumentException("--rounds is at least 1, not " + rounds + ".");
        }
        if (seconds != null && !(seconds > 0 && seconds <= 3_600)) {
            throw new IllegalArgumentException("--seconds is above 0 and at most 3600, not " + seconds + ".");
        }
        var pace = rounds == null ? Pace.full() : Pace.full().withRounds(rounds);
        return seconds == null ? pace : pace.withSeconds(seconds);
    }

    private static List<Path> paths(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    /* Whether it starts at all, so that nobody waits for a run that can only fail: its main class is that of this build. */
    private static Optional<String> fault(Peer peer) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("loomlet-revision-");
        try (var server = peer.start(folder)) {
            return server.isAlive()
                    ? Optional.empty()
                    : Optional.of("the server of " + peer.title() + " ended at once");
        } catch (IOException e) {
            var what = "the server of " + peer.title();
            var linkage = printed(folder)
                    .lines()
                    .filter(line -> DOES_NOT_LINK.matcher(line).find())
                    .findFirst();
            return linkage.map(line -> what + " lacks what the benchmark calls: " + line.strip())
                    .or(() -> Optional.of(what + " does not start: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        } finally {
            ResultsFolder.delete(folder);
        }
    }

    /* All that the server printed: the message has its last lines only, and the first of a stack trace is the one that tells. */
    private static String printed(Path folder) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                text.append(Files.readString(file)).append('\n');
            }
        }
        return text.toString();
    }
}
