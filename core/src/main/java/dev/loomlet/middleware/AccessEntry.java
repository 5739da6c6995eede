package dev.loomlet.middleware;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * One request, as {@link AccessLogging} has seen it. Texts are as they were sent: only the formats escape them.
 *
 * @param remoteAddr the client's address
 * @param remoteUser who asked, if an authentication said so
 * @param time when the request came
 * @param requestLine method, target and version
 * @param status the answer's status; 500 if the application failed before it had begun one, 0 if it never began one
 * @param bytes the body's bytes that were given to the server, 0 if that is not known; 0 for HEAD
 * @param duration until the response was sent, or given up
 * @param referer the request's Referer
 * @param userAgent the request's User-Agent
 */
public record AccessEntry(
        String remoteAddr,
        Optional<String> remoteUser,
        Instant time,
        String requestLine,
        int status,
        long bytes,
        Duration duration,
        Optional<String> referer,
        Optional<String> userAgent) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    /**
     * Returns the line of Apache's common log format, {@code %h %l %u %t "%r" %>s %b}. What is not printable ASCII, a quote or a backslash is
     * escaped, as Apache does, so that nobody can forge a line.
     *
     * @return the line, without its end
     */
    public String common() {
        return escaped(remoteAddr.isEmpty() ? "-" : remoteAddr) + " - " + word(remoteUser) + " [" + TIME.format(time)
                + "] \"" + escaped(requestLine) + "\" " + (status == 0 ? "-" : status) + " "
                + (bytes == 0 ? "-" : bytes);
    }

    /**
     * Returns the line of Apache's combined log format: the common one, and behind it {@code "%{Referer}i" "%{User-agent}i"}.
     *
     * @return the line, without its end
     */
    public String combined() {
        return common() + " \"" + escaped(referer.orElse("-")) + "\" \"" + escaped(userAgent.orElse("-")) + "\"";
    }

    /** A user's name has a place between spaces, so it can have none. */
    private static String word(Optional<String> name) {
        var word = name.map(AccessEntry::escaped).orElse("");
        return word.isEmpty() ? "-" : word.replace(" ", "\\x20");
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format(c <= 0xff ? "\\x%02x" : "\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }
}
