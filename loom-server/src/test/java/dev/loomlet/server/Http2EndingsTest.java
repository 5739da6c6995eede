package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.hub.HubState;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However thousands of connections end, nothing of them is left: no descriptor, thread or object, and no hub that turns. */
@Timeout(120)
class Http2EndingsTest {

    private static final int CONNECTIONS = 4000;
    private static final int CLIENTS = 4;

    /** The engine keeps as many bytes of buffers for all connections; a connection that is left has a buffer of 16 KiB of its own. */
    private static final long MOST_LEFT_BYTES = 16 << 20;

    private static final int MOST_ROUNDS = 100;
    private static final Pattern OF_A_CONNECTION = Pattern.compile(
            ".*\\.(Connection|Http2Connection|H2Stream|Gate|GreenStreamConnection|LoomHttp2Channel|Http2\\w+(Source|Sink)Channel)");

    /** What becomes of a connection. */
    private enum Ending {
        CLEAN("/"),
        FIN("/"),
        RESET("/"),
        WHILE_THE_HANDLER_READS("/reads"),
        WHILE_THE_HANDLER_WRITES("/writes");

        private final String path;

        Ending(String path) {
            this.path = path;
        }

        void happenTo(Http2Client client) throws Exception {
            client.post(1, path);
            switch (this) {
                case CLEAN -> {
                    client.data(1, true, "all");
                    client.response(1);
                    client.frame(Http2Client.GOAWAY, 0, 0, new byte[8]);
                    client.awaitEnd();
                }
                case FIN -> {
                    client.response(1);
                    client.endOutput();
                    client.awaitEnd();
                }
                case RESET -> {
                    client.response(1);
                    client.reset();
                }
                case WHILE_THE_HANDLER_READS -> {
                    client.data(1, false, "some");
                    client.ping();
                    client.reset();
                }
                case WHILE_THE_HANDLER_WRITES -> {
                    client.await(frame -> frame.is(Http2Client.DATA, 1));
                    client.reset();
                }
            }
        }
    }

    private static final Application APP = (environ, startResponse) -> {
        if (environ.pathInfo().equals("/reads")) {
            environ.input().readAllBytes();
        }
        startResponse.start("200 OK", Apps.TEXT);
        return environ.pathInfo().equals("/writes") ? Body.of(new byte[1 << 20]) : Body.of("Hello");
    };

    @Test
    void connections4000_endedInFiveWays_leaveNothing() throws Exception {
        try (var server = TestServer.of(APP, config -> config.accessLog(AccessLog.none()))) {
            endAll(server, CONNECTIONS / 10);
            var descriptors = Resources.now();
            long memory = Http2Flood.memory();
            endAll(server, CONNECTIONS);
            assertThat(awaitNone(descriptors))
                    .as("descriptors and threads left")
                    .isEmpty();
            assertThat(awaitNoObjects()).as("objects left").isEmpty();
            assertThat(Http2Flood.memory() - memory).as("bytes left").isLessThan(MOST_LEFT_BYTES);
            long rounds = HubState.rounds();
            TimeUnit.MILLISECONDS.sleep(500);
            assertThat(HubState.rounds() - rounds)
                    .as("turns of hubs in half a second")
                    .isLessThan(MOST_ROUNDS);
        }
    }

    private static void endAll(TestServer server, int count) throws Exception {
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var ended = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                ended.add(threads.submit(() -> end(server, count / CLIENTS)));
            }
            for (var client : ended) {
                client.get();
            }
        }
        server.awaitConnections(0);
    }

    private static Void end(TestServer server, int count) throws Exception {
        var endings = Ending.values();
        for (int i = 0; i < count; i++) {
            try (var client = Http2Client.connect(server.port())) {
                endings[i % endings.length].happenTo(client);
            }
        }
        return null;
    }

    /** Nothing tells when the system has closed a descriptor, so look again. */
    private static String awaitNone(Resources before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        var more = Resources.now().minus(before);
        while (!more.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
            more = Resources.now().minus(before);
        }
        return more;
    }

    /** The hubs' timers hold some for up to half a second. */
    private static List<String> awaitNoObjects() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        var left = objects();
        while (!left.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            left = objects();
        }
        return left;
    }

    /** The classes of what a connection consists of, with the number of objects. */
    private static List<String> objects() throws Exception {
        var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return Arrays.stream(histogram.split("\n"))
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length > 3
                        && OF_A_CONNECTION.matcher(columns[3]).matches())
                .filter(columns -> Integer.parseInt(columns[1]) > CLIENTS)
                .map(columns -> columns[1] + " " + columns[3])
                .toList();
    }
}
