package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The body of an answer that says what went wrong, for people and for programs (RFC 9457).
 *
 * @param contentType its media type
 * @param page the page
 */
record ProblemPage(String contentType, String page) {

    private static final String TEXT = "text/plain";
    private static final String HTML = "text/html";
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String IN_UTF_8 = "; charset=utf-8";

    /** Chooses by {@code Accept}; plain text for who likes all the same, or nothing of these. */
    static ProblemPage liked(Environ environ, int code, Optional<String> detail) {
        var best = Accept.of(environ.header("Accept")).bestMatch(TEXT, HTML, JSON, PROBLEM_JSON);
        return switch (best.orElse(TEXT)) {
            case HTML -> html(code, detail);
            case JSON -> json(JSON, code, detail);
            case PROBLEM_JSON -> json(PROBLEM_JSON, code, detail);
            default -> text(code, detail);
        };
    }

    static ProblemPage text(int code, Optional<String> detail) {
        var page =
                Status.of(code) + "\n" + detail.map(said -> "\n" + said + "\n").orElse("");
        return new ProblemPage(TEXT + IN_UTF_8, page);
    }

    private static ProblemPage html(int code, Optional<String> detail) {
        var title = Html.escape(Status.of(code).toString());
        var page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + title
                + "</title></head>\n<body>\n<h1>" + title + "</h1>\n"
                + detail.map(said -> "<p>" + Html.escape(said) + "</p>\n").orElse("")
                + "</body>\n</html>\n";
        return new ProblemPage(HTML + IN_UTF_8, page);
    }

    private static ProblemPage json(String contentType, int code, Optional<String> detail) {
        var page = "{\"status\":" + code + ",\"title\":"
                + quotedForJson(Status.of(code).reason())
                + detail.map(said -> ",\"detail\":" + quotedForJson(said)).orElse("") + "}\n";
        return new ProblemPage(contentType, page);
    }

    /** The page in UTF-8. */
    byte[] bytes() {
        return page.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 8259 §7; angle brackets too, so that a browser that guesses finds no HTML. */
    private static String quotedForJson(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != 0x7f;
            if (plain) {
                quoted.append(c);
            } else {
                quoted.append("\\u%04x".formatted((int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
