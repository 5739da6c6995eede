package dev.loomlet.green;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.loomlet.green.GreenDebug.ThreadInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Has the JVM dump its threads into a file and reads that. The form is the JSON that {@link HotSpotDiagnosticMXBean} describes, since in the
 * plain text a thread's name can look like anything. Runs on the thread that asks.
 */
final class ThreadDump {

    private static final String GREEN = Task.class.getName() + ".run(";

    /* Thousands of threads stand at the same place. */
    private final Map<String, String> frames = new HashMap<>();
    private final List<ThreadInfo> found = new ArrayList<>();
    private final Predicate<ThreadInfo> wanted;
    private final JsonReader json;

    private ThreadDump(JsonReader json, Predicate<ThreadInfo> wanted) {
        this.json = json;
        this.wanted = wanted;
    }

    /** Returns the virtual threads that are wanted. */
    static List<ThreadInfo> of(Predicate<ThreadInfo> wanted) throws IOException {
        OptionalModule.require("jdk.management", "to look at threads");
        var folder = Files.createTempDirectory(
                "loomlet-threads-" + ProcessHandle.current().pid() + "-");
        var file = folder.resolve("threads.json");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toAbsolutePath().toString(), ThreadDumpFormat.JSON);
            return read(file, wanted);
        } catch (IllegalFormatException e) {
            /* A fault of the JDK's writer, in 25 at least. */
            throw new IOException(
                    "the name of a thread has a control character, which the JVM cannot write as JSON", e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static List<ThreadInfo> read(Path file, Predicate<ThreadInfo> wanted) throws IOException {
        try (var in = Files.newBufferedReader(file)) {
            var dump = new ThreadDump(new JsonReader(in), wanted);
            dump.json.object(dump::top);
            return List.copyOf(dump.found);
        }
    }

    private void top(String name) throws IOException {
        if (name.equals("threadDump")) {
            json.object(this::dump);
        } else {
            json.skip();
        }
    }

    private void dump(String name) throws IOException {
        if (name.equals("threadContainers")) {
            json.array(_ -> json.object(this::container));
        } else {
            json.skip();
        }
    }

    private void container(String name) throws IOException {
        if (name.equals("threads")) {
            json.array(_ -> thread());
        } else {
            json.skip();
        }
    }

    private void thread() throws IOException {
        var texts = new HashMap<String, String>();
        var stack = new ArrayList<String>();
        json.object(name -> {
            switch (name) {
                case "tid", "virtual", "name", "state" -> texts.put(name, json.text());
                case "stack" -> json.array(_ -> stack.add(frames.computeIfAbsent(json.text(), frame -> frame)));
                default -> json.skip();
            }
        });
        if (!texts.getOrDefault("virtual", "false").equals("true")) {
            return;
        }
        var thread = new ThreadInfo(
                Long.parseLong(texts.getOrDefault("tid", "0")),
                texts.getOrDefault("name", ""),
                Thread.State.valueOf(texts.getOrDefault("state", "RUNNABLE")),
                stack.reversed().stream().anyMatch(frame -> frame.contains(GREEN)),
                stack);
        if (wanted.test(thread)) {
            found.add(thread);
        }
    }
}
