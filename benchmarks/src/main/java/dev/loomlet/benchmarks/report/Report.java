package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files and tables of a comparison's results. */
public final class Report {

    private Report() {}

    /** Writes results.csv, gaps.csv, environment.txt, summary.md and the charts into the folder, which is created if need be. */
    public static void write(Results results, Path folder) throws IOException {
        ResultFiles.write(results, folder);
        render(results, folder);
    }

    /** Writes only what is made from the others: summary.md and the charts. */
    static void render(Results results, Path folder) throws IOException {
        var medians = new Medians(results);
        Files.writeString(folder.resolve("summary.md"), new Summary(medians).page());
        for (var chart : Charts.of(medians)) {
            Files.writeString(folder.resolve(chart.file()), chart.svg());
        }
    }

    /** Reads back what {@link #write} wrote; the summary and the charts are not read. */
    public static Results read(Path folder) throws IOException {
        return ResultFiles.read(folder);
    }

    /** Prints the tables for a person at a console, after an overview of where ours is ahead and where behind. */
    public static void print(Results results, PrintStream out) {
        out.print(new Summary(new Medians(results)).text());
        out.flush();
    }

    /** Prints, for a person at a console, what changed from one server to another, and whether the spread allows to say so. */
    public static void printChange(Results results, String before, String after, PrintStream out) {
        out.print(new Change(new Medians(results), before, after).text());
        out.flush();
    }
}
