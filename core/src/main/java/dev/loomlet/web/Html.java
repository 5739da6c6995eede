package dev.loomlet.web;

/** Text within HTML. Any thread. */
public final class Html {

    private Html() {}

    /**
     * Returns {@code text} so that a browser shows it as it is: {@code &}, {@code <}, {@code >} and both quotes escaped, for elements'
     * content and for attributes in quotes. It is not for scripts, styles or URLs.
     *
     * @param text any text
     * @return HTML
     */
    public static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
