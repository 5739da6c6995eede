package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.Peers;
import dev.loomlet.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the comparison. Exits with 0 when there are results, 1 when there are none, 2 for a mistake in it, 130 when interrupted. */
@Command(
        name = "benchmarks/compare",
        description =
                "Starts HTTP servers as child processes, drives them in turn with the same loads, and stores and prints one table.",
        mixinStandardHelpOptions = true,
        version = "benchmarks of Loomlet",
        usageHelpWidth = 100,
        sortOptions = false)
public final class Compare implements Callable<Integer> {

    @Option(
            names = "--quick",
            description = "One short round of the main workloads: under 3 minutes in place of under 30.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "SERVER",
            split = ",",
            description = "Only these servers, separated by commas.")
    private List<String> only = List.of();

    @Option(
            names = "--work",
            paramLabel = "NAME",
            split = ",",
            description = "Only these workloads, separated by commas.")
    private List<String> work = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "How often each server is measured in each workload.")
    private @Nullable Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each cell lasts. wrk rounds up to whole seconds.")
    private @Nullable Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds of load on a server after its start, before the first round. Default: 8.")
    private @Nullable Double warmUp;

    @Option(
            names = "--warm-up-each",
            paramLabel = "N",
            description = "Seconds of load on a server before its first round of each further closed loop. Default: 1.")
    private @Nullable Double warmUpEach;

    @Option(
            names = "--wrk-threads",
            paramLabel = "N",
            description = "Threads of wrk, if there are as many connections. Default: 1.")
    private @Nullable Integer wrkThreads;

    @Option(
            names = "--beside-stalls",
            paramLabel = "N",
            description = "Requests a second beside the handlers of compute-* and block-*. Default: 1000.")
    private @Nullable Double besideStalls;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where results go; if it has something in it, to FOLDER-2, ... Default: benchmarks/results/DATE-comparison.")
    private @Nullable Path out;

    @Option(names = "--list", description = "Lists servers, what is missing and why, and workloads.")
    private boolean list;

    @Option(
            names = "--agree",
            paramLabel = "FOLDER",
            arity = "2",
            description =
                    "Compares the results in two folders: exits with 0 if 95 %% of the second's medians are within the first's spread, widened by as much again to both sides and at least 5 %%.")
    private List<Path> agree = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command line and exits. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Compare())
                .setParameterExceptionHandler(Compare::mistake)
                .setExecutionExceptionHandler(Compare::failure);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!agree.isEmpty()) {
            var agreement = Agreement.of(Report.read(agree.getFirst()), Report.read(agree.getLast()));
            agreement.print(System.out);
            return agreement.isEnough() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
        if (list) {
            Catalogue.print(Peers.all(), Workloads.all(), System.out);
            return CommandLine.ExitCode.OK;
        }
        List<Peer> peers;
        List<Workload> workloads;
        try {
            peers = Names.select("server", only, Peers.all(), Peer::name);
            workloads = Names.select("workload", work, Workloads.all(), Workload::name);
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
        var chosen = work.isEmpty() && quick ? Workloads.quick() : workloads;
        var folder = out != null ? out : ResultsFolder.ofToday(quick ? "comparison-quick" : "comparison");
        return new Run(peers, chosen, pace(), folder).run();
    }

    private Pace pace() {
        var pace = quick ? Pace.quick() : Pace.full();
        if (rounds != null) {
            if (rounds < 1) {
                throw mistake("--rounds is at least 1, not " + rounds + ".");
            }
            pace = pace.withRounds(rounds);
        }
        if (seconds != null) {
            if (!(seconds > 0 && seconds <= 3_600)) {
                throw mistake("--seconds is above 0 and at most 3600, not " + seconds + ".");
            }
            pace = pace.withSeconds(seconds);
        }
        if (warmUp != null) {
            pace = pace.withFirstWarmUp(warmUp("--warm-up", warmUp));
        }
        if (warmUpEach != null) {
            pace = pace.withWarmUp(warmUp("--warm-up-each", warmUpEach));
        }
        if (besideStalls != null) {
            if (!(besideStalls >= 1 && besideStalls <= 1_000_000)) {
                throw mistake("--beside-stalls is 1 to 1000000, not " + besideStalls + ".");
            }
            pace = pace.withRateBesideStalls(besideStalls);
        }
        if (wrkThreads != null) {
            if (wrkThreads < 1 || wrkThreads > 64) {
                throw mistake("--wrk-threads is 1 to 64, not " + wrkThreads + ".");
            }
            pace = pace.withWrkThreads(wrkThreads);
        }
        return pace;
    }

    private Duration warmUp(String option, double seconds) {
        if (!(seconds >= 1 && seconds <= 600)) {
            throw mistake(option + " is 1 to 600, not " + seconds + ".");
        }
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private ParameterException mistake(@Nullable String message) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return new ParameterException(spec.commandLine(), String.valueOf(message));
    }

    private static int mistake(ParameterException e, String[] args) {
        e.getCommandLine().getErr().println(e.getMessage());
        return CommandLine.ExitCode.USAGE;
    }

    private static int failure(Exception e, CommandLine commandLine, CommandLine.ParseResult result) throws Exception {
        if (e instanceof IOException) {
            commandLine.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }
}
