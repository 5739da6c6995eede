package dev.loomlet.green;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Where JShell runs the snippets of a session: in this JVM, each on a platform thread of its own while the session's thread waits for it. That
 * thread calls all methods but {@link #stop()}, which is for any.
 */
final class BackdoorEngine implements ExecutionControlProvider {

    private volatile @Nullable Control control;
    private volatile boolean stopped;

    @Override
    public String name() {
        return "loomlet";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, @Nullable Map<String, String> parameters) {
        var made = new Control();
        control = made;
        return made;
    }

    /** Makes the compiler see the modules that the program was started with; the class path it sees by itself. */
    static String[] compilerOptions() {
        var options = new ArrayList<String>();
        var modulePath = System.getProperty("jdk.module.path", "");
        if (!modulePath.isEmpty()) {
            options.addAll(List.of("--module-path", modulePath));
        }
        var modules = ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .sorted()
                .toList();
        options.addAll(List.of("--add-modules", String.join(",", modules)));
        return options.toArray(String[]::new);
    }

    /** Has the variable whose value is asked for next set to {@code object} first. */
    void setNextRead(Object object) {
        var current = control;
        if (current != null) {
            current.nextRead = object;
        }
    }

    /** Says that a snippet comes. */
    void begin() {
        stopped = false;
    }

    /** Returns whether the snippet was stopped since {@link #begin()}. */
    boolean wasStopped() {
        return stopped;
    }

    /** Has the snippet that runs stopped, and returns whether one does. */
    boolean stop() {
        var current = control;
        if (current == null || !current.running) {
            return false;
        }
        stopped = true;
        try {
            current.stop();
        } catch (ExecutionControl.ExecutionControlException | RuntimeException e) {
            /* Its thread is about to be started: it was too early. */
        }
        return true;
    }

    /** The JDK's own, which knows how to end a loop. */
    private static final class Control extends LocalExecutionControl {

        private @Nullable Object nextRead;
        private volatile boolean running;

        Control() {
            super(ClassLoader.getSystemClassLoader());
        }

        @Override
        protected void clientCodeEnter() {
            super.clientCodeEnter();
            running = true;
        }

        @Override
        protected void clientCodeLeave() {
            running = false;
            super.clientCodeLeave();
        }

        @Override
        public String varValue(String className, String varName)
                throws RunException, EngineTerminationException, InternalException {
            var object = nextRead;
            if (object == null) {
                return super.varValue(className, varName);
            }
            nextRead = null;
            try {
                var field = findClass(className).getDeclaredField(varName);
                field.setAccessible(true);
                field.set(null, object);
                return "";
            } catch (ReflectiveOperationException e) {
                throw new InternalException(e.toString());
            }
        }
    }
}
