package dev.loomlet.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the server logs, at every level, and what Undertow's engine says of connections, from INFO on, kept for {@link LeakExtension} and for tests that look at
 * it, and not printed.
 */
final class ServerLog {

    /* Held, or the levels and handlers set here would go with the next garbage collection. */
    private static final Logger LOGGER = Logger.getLogger("dev.loomlet");
    private static final Logger ENGINE = Logger.getLogger("io.undertow.request.io");
    private static final Queue<LogRecord> RECORDS = new ConcurrentLinkedQueue<>();

    private ServerLog() {}

    static void install() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(new Keeper());
        ENGINE.setUseParentHandlers(false);
        ENGINE.addHandler(new Keeper());
    }

    /** The records since the last {@link #drain}. */
    static List<LogRecord> records() {
        return List.copyOf(RECORDS);
    }

    /** The records since the last {@link #drain} but for the line with which a server starts. */
    static List<LogRecord> recordsSinceStart() {
        return records().stream()
                .filter(record -> !record.getMessage().startsWith("serving on "))
                .toList();
    }

    /** The messages of {@code level} among {@link #recordsSinceStart}; not the hubs', whose relief depends on the machine's load. */
    static List<String> messages(Level level) {
        return recordsSinceStart().stream()
                .filter(record -> !record.getLoggerName().equals("dev.loomlet.server.hub"))
                .filter(record -> record.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .toList();
    }

    /** Takes all records. */
    static List<LogRecord> drain() {
        var taken = new ArrayList<LogRecord>();
        for (var record = RECORDS.poll(); record != null; record = RECORDS.poll()) {
            taken.add(record);
        }
        return taken;
    }

    /** What clients do is no more than DEBUG, so a warning of the engine's is an error too: nobody else gives it a reason. */
    static boolean isError(LogRecord logged) {
        var least = isOfTheEngine(logged) ? Level.WARNING : Level.SEVERE;
        return logged.getLevel().intValue() >= least.intValue();
    }

    private static boolean isOfTheEngine(LogRecord logged) {
        return logged.getLoggerName().equals(ENGINE.getName());
    }

    private static final class Keeper extends Handler {

        @Override
        public void publish(LogRecord logged) {
            RECORDS.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
