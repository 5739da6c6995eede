package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code benchmarks/report}. Everything on the main thread. */
@Command(
        name = "benchmarks/report",
        mixinStandardHelpOptions = true,
        description =
                "Prints the tables of a comparison, and renders its summary.md and charts anew from its CSV files.")
final class RenderCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "Where a comparison wrote its results.")
    private Path folder = Path.of("");

    @Option(names = "--publish", description = "Also put the results into a page between its two comments.")
    private boolean publish;

    @Option(names = "--page", paramLabel = "PAGE", description = "That page; default: ${DEFAULT-VALUE}.")
    private Path page = Path.of("docs/performance.md");

    private RenderCommand() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new RenderCommand()).execute(args);
    }

    @Override
    public Integer call() {
        try {
            var results = Report.read(folder);
            Report.render(results, folder);
            Report.print(results, System.out);
            if (publish) {
                Publication.publish(results, folder, page);
            }
            return 0;
        } catch (IOException e) {
            System.err.println("report: " + e.getMessage());
            return 1;
        }
    }
}
