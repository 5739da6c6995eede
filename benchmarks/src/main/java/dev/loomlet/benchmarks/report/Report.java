package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The files and tables of a comparison's results. */
public final class Report {

    private Report() {}

    /** Writes results.csv, gaps.csv, environment.txt, summary.md and the charts into the folder, which is created if need be. */
    public static void write(Results results, Path folder) throws IOException {
        ResultFiles.write(results, folder);
    }

    /** Reads back what {@link #write} wrote; the summary and the charts are not read. */
    public static Results read(Path folder) throws IOException {
        return ResultFiles.read(folder);
    }

    /** Prints the tables for a person at a console. */
    public static void print(Results results, PrintStream out) {
        results.rows().forEach(out::println);
    }
}
