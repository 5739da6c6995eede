package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * About how wide a text is, without asking a font, since nobody knows which one the reader has: the widths are those of a wide one, so what
 * fits by them fits.
 */
final class TextWidth {

    private static final String NARROW = "iljtfrI.,:;'|!()[]- /·";
    private static final String WIDE = "mwMWÖ%@—–";

    private TextWidth() {}

    static double of(String text, double size) {
        return text.codePoints().mapToDouble(TextWidth::share).sum() * size;
    }

    private static double share(int c) {
        if (NARROW.indexOf(c) >= 0) {
            return 0.36;
        }
        if (WIDE.indexOf(c) >= 0) {
            return 0.92;
        }
        return Character.isUpperCase(c) ? 0.72 : 0.59;
    }

    /** The text, or as much of it as fits with an ellipsis. */
    static String cut(String text, double size, double width) {
        if (of(text, size) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && of(text.substring(0, end) + "…", size) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** The text in lines of at most that width, broken at blanks; a word that is wider alone is cut. */
    static List<String> wrapped(String text, double size, double width) {
        var lines = new ArrayList<String>();
        var line = "";
        for (var word : text.split(" ", -1)) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && of(longer, size) > width) {
                lines.add(cut(line, size, width));
                longer = word;
            }
            line = longer;
        }
        lines.add(cut(line, size, width));
        return lines;
    }
}
