package dev.loomlet.benchmarks.report;

import java.util.Locale;

/**
 * Writes one picture. It has a background of its own, so that it reads the same on a white page and on a dark one, and needs nothing from
 * outside: no style sheet, no font but the reader's.
 */
final class Svg {

    /** Where a text's position is within it. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    static final String INK = "#1f2933";
    static final String FAINT_INK = "#52606d";
    static final String GRID = "#dde3e9";
    /** From the palette of Okabe and Ito, which people with any colour blindness can tell apart. */
    static final String BLUE = "#0072b2";

    static final String ORANGE = "#e69f00";
    static final String VERMILION = "#d55e00";
    static final String GREY = "#b4bec9";
    static final String BAND = "#e6f1f8";

    static final int SMALL = 11;

    private final StringBuilder body = new StringBuilder();
    private final int width;

    Svg(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    void rect(double x, double y, double w, double h, String fill) {
        put(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x,
                y,
                w,
                h,
                fill));
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        put(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    /** A filled outline through points given as SVG writes them: {@code x,y x,y}. */
    void polygon(String points, String fill) {
        put(String.format(Locale.ROOT, "<polygon points=\"%s\" fill=\"%s\" stroke=\"#ffffff\"/>", points, fill));
    }

    void circle(double x, double y, double radius, String fill) {
        put(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"#ffffff\"/>",
                x,
                y,
                radius,
                fill));
    }

    /** A text of the small size; {@code y} is its base line. */
    void text(double x, double y, Anchor anchor, String colour, String text) {
        styled(x, y, anchor, "font-size=\"" + SMALL + "\" fill=\"" + colour + "\"", text);
    }

    void bold(double x, double y, Anchor anchor, int size, String text) {
        styled(x, y, anchor, "font-size=\"" + size + "\" font-weight=\"bold\" fill=\"" + INK + "\"", text);
    }

    private void styled(double x, double y, Anchor anchor, String style, String text) {
        var where = anchor.name().toLowerCase(Locale.ROOT);
        put(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>",
                x,
                y,
                where,
                style,
                escaped(text)));
    }

    /** What follows until {@link #end} has a text that is shown while the pointer rests on it. */
    void begin(String tip) {
        put(String.format(Locale.ROOT, "<g><title>%s</title>", escaped(tip)));
    }

    void end() {
        put("</g>");
    }

    private void put(String element) {
        body.append(element).append('\n');
    }

    /**
     * The whole file.
     *
     * @param title what the picture is called
     * @param description what a person is told who cannot see it
     */
    String file(double height, String title, String description) {
        var size = String.format(
                Locale.ROOT, "width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d %.0f\"", width, height, width, height);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" %s role="img" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">
                <title>%s</title>
                <desc>%s</desc>
                <rect width="100%%" height="100%%" rx="6" fill="#ffffff"/>
                %s</svg>
                """.formatted(size, escaped(title), escaped(description), body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
