package dev.loomlet.green;

import java.io.PrintStream;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

/** Tells the client of a {@link Backdoor} what has become of a snippet, as the tool {@code jshell} does. The session's thread. */
final class BackdoorReply {

    private static final int MAX_VALUE = 10_000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]");
    private static final Pattern NOTHING = Pattern.compile("\\s*|\\s+location: class\\s*");

    private final JShell shell;
    private final PrintStream out;

    BackdoorReply(JShell shell, PrintStream out) {
        this.shell = shell;
        this.out = out;
    }

    void write(SnippetEvent event) {
        if (event.causeSnippet() != null) {
            /* What else has changed by it. */
            return;
        }
        var snippet = event.snippet();
        switch (event.status()) {
            case REJECTED -> errors(snippet);
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> unresolved((DeclarationSnippet) snippet);
            default -> {
                if (event.exception() != null) {
                    thrown(event.exception());
                } else {
                    done(snippet, event.value());
                }
            }
        }
    }

    private void done(Snippet snippet, String value) {
        switch (snippet) {
            case VarSnippet variable -> line(variable.name() + " ==> " + shortened(value));
            case ExpressionSnippet expression -> line(expression.name() + " ==> " + shortened(value));
            case MethodSnippet method -> line("|  defined " + method.name() + "(" + method.parameterTypes() + ")");
            case TypeDeclSnippet type -> line("|  defined " + type.name());
            default -> {
                /* A statement, or an import. */
            }
        }
    }

    private void errors(Snippet snippet) {
        shell.diagnostics(snippet).filter(Diag::isError).forEach(error -> {
            line("|  Error:");
            error.getMessage(Locale.ROOT)
                    .lines()
                    .filter(text -> !NOTHING.matcher(text).matches())
                    .forEach(text -> line("|  " + text));
            at(snippet.source(), error);
        });
    }

    /** Writes the line that the error begins in, and marks where. */
    private void at(String source, Diag error) {
        int start = Math.clamp(error.getStartPosition(), 0, source.length());
        int lineStart = source.lastIndexOf('\n', start - 1) + 1;
        int nextLine = source.indexOf('\n', start);
        int lineEnd = nextLine < 0 ? source.length() : nextLine;
        int end = Math.clamp(error.getEndPosition(), start, Math.max(start, lineEnd));
        line("|  " + source.substring(lineStart, lineEnd));
        line("|  " + " ".repeat(start - lineStart) + "^".repeat(Math.max(1, end - start)));
    }

    private void unresolved(DeclarationSnippet snippet) {
        line("|  defined " + snippet.name() + ", which cannot be used until this is: "
                + shell.unresolvedDependencies(snippet).collect(Collectors.joining(", ")));
    }

    private void thrown(JShellException exception) {
        switch (exception) {
            case EvalException e -> thrown(e);
            case UnresolvedReferenceException e -> unresolved(e.getSnippet());
            default -> line("|  " + exception);
        }
    }

    private void thrown(EvalException exception) {
        var message = exception.getMessage();
        line("|  Exception " + exception.getExceptionClassName() + (message == null ? "" : ": " + shortened(message)));
        for (var frame : exception.getStackTrace()) {
            /* Below are JShell's own. */
            if (frame.getClassName().startsWith("REPL.")) {
                break;
            }
            line("|        at " + (frame.getClassName().isEmpty() ? inSnippet(frame) : frame));
        }
        if (exception.getCause() instanceof EvalException cause) {
            line("|  Caused by");
            thrown(cause);
        }
    }

    /** {@code f (#14:2)}: in f, in line 2 of the 14th snippet. */
    private static String inSnippet(StackTraceElement frame) {
        return (frame.getMethodName() + " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")").strip();
    }

    private static String shortened(String value) {
        return value.length() <= MAX_VALUE
                ? value
                : value.substring(0, MAX_VALUE) + " ... (" + value.length() + " characters)";
    }

    /** What values are made of may come from anywhere, and is not to control the client's terminal. */
    private void line(String text) {
        out.print(CONTROL.matcher(text).replaceAll("?") + "\n");
    }
}
