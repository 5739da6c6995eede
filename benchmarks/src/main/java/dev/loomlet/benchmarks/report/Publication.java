package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Puts results into a page: all between two comments of it is replaced, nothing else is touched. */
final class Publication {

    private static final String BEGIN = "<!-- results: written by benchmarks/report, not by hand -->\n";
    private static final String END = "<!-- end of results -->\n";

    private Publication() {}

    /**
     * @param folder where the results and their charts are
     * @throws IOException if the page has not both comments, each on a line of its own, in their order
     */
    static void publish(Results results, Path folder, Path page) throws IOException {
        String text;
        try {
            text = Files.readString(page);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no page " + page, e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    page + " needs the lines " + BEGIN.strip() + " and " + END.strip() + " around the results");
        }
        var section = section(results, folder, page);
        Files.writeString(page, text.substring(0, begin + BEGIN.length()) + section + text.substring(end));
    }

    private static String section(Results results, Path folder, Path page) throws IOException {
        var from = page.toRealPath().resolveSibling(".").normalize();
        var link = from.relativize(folder.toRealPath()).toString() + "/";
        var name = folder.toRealPath().getFileName();
        return "\nOf [" + name + "](" + link + "summary.md); the raw values are in [results.csv](" + link
                + "results.csv).\n\n" + new Summary(new Medians(results)).markdown(link, "###") + "\n";
    }
}
