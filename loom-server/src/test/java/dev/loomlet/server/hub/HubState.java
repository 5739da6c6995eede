package dev.loomlet.server.hub;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the hubs are at, for a test that found one too slow. Any thread. */
public final class HubState {

    private HubState() {}

    /** A line for each hub, the load of the machine, and the stacks of all threads, virtual ones too. */
    public static String now() throws IOException {
        return hubs() + "load: " + Files.readString(Path.of("/proc/loadavg")) + stacks();
    }

    private static String hubs() {
        return Hubs.begun().stream()
                .map(hub -> "%s: lease %d, rounds %d, %s, %s, %d connections, %d reliefs, held by %s %s%n"
                        .formatted(
                                hub,
                                hub.lease().number(),
                                hub.rounds(),
                                hub.isSleeping() ? "sleeping" : "awake",
                                hub.isOverslept() ? "overslept" : "not overslept",
                                hub.connections(),
                                hub.reliefs(),
                                hub.holder(),
                                List.of(hub.holder().getStackTrace())))
                .collect(Collectors.joining());
    }

    private static String stacks() throws IOException {
        var folder = Files.createTempDirectory("loomlet-hub-state-");
        var file = folder.resolve("threads.txt");
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "dumpThreads",
                            new Object[] {file.toString(), "TEXT_PLAIN"},
                            new String[] {
                                String.class.getName(), "com.sun.management.HotSpotDiagnosticMXBean$ThreadDumpFormat"
                            });
            return Files.readString(file);
        } catch (JMException e) {
            return "no stacks: " + e;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
