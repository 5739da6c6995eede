package dev.loomlet.wsgi;

import static dev.loomlet.wsgi.LintError.unless;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The start_response that {@link Lint} gives an application. */
final class LintStartResponse implements StartResponse {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9\\-_]*");

    private final StartResponse server;
    private final Consumer<String> warnings;
    private boolean started;

    LintStartResponse(StartResponse server, Consumer<String> warnings) {
        this.server = server;
        this.warnings = warnings;
    }

    boolean isStarted() {
        return started;
    }

    @Override
    public Writer start(String status, Headers headers, @Nullable Throwable error) {
        unless(status != null, "the status is null");
        unless(headers != null, "the headers are null");
        int code = checkStatus(status);
        headers.forEach(LintStartResponse::checkField);
        boolean bodyless = code == 101 || code == 204 || code == 304;
        if (bodyless) {
            unless(!headers.contains("Content-Type"), "a " + code + " response has a Content-Type, but never content");
        } else {
            unless(headers.contains("Content-Type"), "the response has no Content-Type");
        }
        unless(!started || error != null, "startResponse was called twice without an error");
        started = true;
        var writer = server.start(status, headers, error);
        unless(writer != null, "the server's startResponse returned null");
        return block -> {
            unless(block != null, "write() was given null");
            writer.write(block);
        };
    }

    private int checkStatus(String status) {
        var word = status.split(" ", 2)[0];
        unless(word.length() == 3, "the status does not begin with a code of three characters");
        unless(word.chars().allMatch(c -> c >= '0' && c <= '9'), "the status code is not a number");
        int code = Integer.parseInt(word);
        unless(code >= 100, "the status code is less than 100");
        if (status.length() < 4) {
            warnings.accept("the status has no space and reason behind the code");
        }
        return code;
    }

    private static void checkField(Headers.Field field) {
        var name = field.name();
        unless(
                !name.equalsIgnoreCase("status"),
                "header Status: the status is startResponse's first argument (it is CGI's)");
        unless(NAME.matcher(name).matches(), "bad header name " + name);
        unless(!name.endsWith("-") && !name.endsWith("_"), "header name " + name + " ends in - or _");
        unless(
                field.value().chars().allMatch(c -> c >= ' '),
                "the value of header " + name + " has a control character");
    }
}
