package dev.loomlet.server.hub;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What the hubs are at, for a test that found one too slow. Any thread. */
public final class HubState {

    private HubState() {}

    /** A line for each hub, the load of the machine, and the stacks of all threads, virtual ones too. */
    public static String now() throws IOException {
        return hubs() + "load: " + Files.readString(Path.of("/proc/loadavg")) + stacks();
    }

    /** How often the loops of all hubs went round so far. */
    public static long rounds() {
        return Hubs.begun().stream().mapToLong(Hub::rounds).sum();
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
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
