package dev.loomlet.server;

import dev.loomlet.server.hub.Hubs;
import java.util.List;

/**
 * What a hub is doing, for monitoring (eventlet has {@code eventlet.hubs.get_hub()}).
 *
 * @param name the hub's
 * @param thread the name of the platform thread that holds it
 * @param connections how many connections are open on it, idle ones too
 * @param reliefs how often it was taken from a thread that was stuck
 */
public record HubStatus(String name, String thread, int connections, long reliefs) {

    /**
     * Returns the hubs of this program. Any thread; does not block.
     *
     * @return one for each hub, empty if no server of this program has begun with {@link Scheduling#HUB}
     */
    public static List<HubStatus> all() {
        return Hubs.begun().stream()
                .map(hub -> new HubStatus(hub.toString(), hub.threadName(), hub.connections(), hub.reliefs()))
                .toList();
    }
}
