package dev.loomlet.green;

import java.io.IOException;
import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines of one session of a {@link Backdoor} together to snippets and has JShell evaluate them. The session's thread calls all
 * methods but {@link #stop()}, which is for any.
 */
final class BackdoorShell {

    private static final int MAX_SNIPPET = 1 << 20;

    private static final String HELP = """
            What Java is typed is evaluated, in this process. out.println(x) prints here; System.out is the program's.
            /vars   lists the variables and their types
            /exit   ends the session, as control-D does; control-C drops what was typed, or stops the snippet that runs
            """;

    private final BackdoorBindings bindings;
    private final PrintStream out;
    private final StringBuilder typed = new StringBuilder();
    private final BackdoorEngine engine = new BackdoorEngine();
    private @Nullable JShell jshell;
    private @Nullable StandardJavaFileManager files;

    BackdoorShell(BackdoorBindings bindings, PrintStream out) {
        this.bindings = bindings;
        this.out = out;
    }

    void greet() {
        var names = bindings.all().stream().map(BackdoorBindings.Binding::name);
        out.print("Loomlet backdoor: JShell in process "
                + ProcessHandle.current().pid() + ", Java " + Runtime.version().feature()
                + ". Bound: "
                + Stream.concat(names, Stream.of(BackdoorBindings.OUT)).sorted().collect(Collectors.joining(", "))
                + ". /help says more.\n");
    }

    void prompt() {
        out.print(typed.isEmpty() ? "jshell> " : "   ...> ");
    }

    /** Forgets the lines of the snippet that is not complete. */
    void drop() {
        typed.setLength(0);
        out.print("\n");
    }

    /** Takes a line, and returns false if it ends the session. */
    boolean take(String line) {
        if (typed.isEmpty() && line.matches("/[a-z].*")) {
            return command(line.strip());
        }
        typed.append(line).append('\n');
        if (typed.length() > MAX_SNIPPET) {
            typed.setLength(0);
            out.print("|  The snippet is too long.\n");
            return true;
        }
        try {
            evaluateComplete(jshell());
        } catch (RuntimeException | Error e) {
            /* The compiler is not to be trusted with everything that can be typed. */
            typed.setLength(0);
            out.print("|  JShell failed: " + e + "\n");
        }
        return true;
    }

    private boolean command(String command) {
        switch (command) {
            case "/exit" -> {
                return false;
            }
            case "/help" -> out.print(HELP);
            case "/vars" ->
                jshell().variables()
                        .forEach(variable -> out.print("|    " + variable.typeName() + " " + variable.name() + "\n"));
            default -> out.print("|  There is no such command. /help says which there are.\n");
        }
        return true;
    }

    private void evaluateComplete(JShell shell) {
        while (!typed.isEmpty()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(typed.toString());
            switch (info.completeness()) {
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return;
                }
                case EMPTY -> typed.setLength(0);
                case UNKNOWN -> evaluate(shell, typed.toString(), "");
                case COMPLETE, COMPLETE_WITH_SEMI -> evaluate(shell, info.source(), info.remaining());
            }
        }
    }

    private void evaluate(JShell shell, String source, String remaining) {
        typed.setLength(0);
        engine.begin();
        var events = shell.eval(source);
        if (engine.wasStopped()) {
            out.print("|  Stopped.\n");
            return;
        }
        typed.append(remaining.isBlank() ? "" : remaining);
        var reply = new BackdoorReply(shell, out);
        events.forEach(reply::write);
    }

    /** Stops the snippet that runs, and returns whether one does. One that is still being compiled runs all the same. */
    boolean stop() {
        return engine.stop();
    }

    /** Ends JShell, and closes the jars of the class path, which it leaves open. */
    void close() {
        if (jshell != null) {
            jshell.close();
        }
        try {
            if (files != null) {
                files.close();
            }
        } catch (IOException e) {
            Throwables.report(e);
        }
    }

    private StandardJavaFileManager keep(StandardJavaFileManager manager) {
        files = manager;
        return manager;
    }

    private JShell jshell() {
        if (jshell == null) {
            jshell = JShell.builder()
                    .executionEngine(engine, /* parameters= */ null)
                    .fileManager(this::keep)
                    .compilerOptions(BackdoorEngine.compilerOptions())
                    .build();
            jshell.eval("import module java.base;");
            jshell.eval("import dev.loomlet.green.*;");
            for (var binding : bindings.all()) {
                bind(jshell, binding);
            }
            bind(jshell, BackdoorBindings.binding(BackdoorBindings.OUT, out));
        }
        return jshell;
    }

    /** Declares a variable without a value, then has the engine set it: so no class has to be public for snippets to find the object. */
    private void bind(JShell shell, BackdoorBindings.Binding binding) {
        for (var type : binding.types()) {
            for (SnippetEvent event : shell.eval(type + " " + binding.name() + ";")) {
                if (event.status().isActive() && event.snippet() instanceof VarSnippet variable) {
                    engine.setNextRead(binding.object());
                    shell.varValue(variable);
                    return;
                }
            }
        }
        throw new IllegalStateException("cannot bind " + binding.name());
    }
}
