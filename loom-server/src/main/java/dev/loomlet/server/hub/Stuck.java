package dev.loomlet.server.hub;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Tells about handlers that held a hub (eventlet: {@code debug.hub_blocking_detection}): a JFR event each time, and one warning in a
 * while with the handler's stack. On the relief's thread.
 */
final class Stuck {

    private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static long lastWarning = System.nanoTime() - WARNING_NANOS;

    /** A hub's place was taken from a thread that was stuck. */
    @Name("dev.loomlet.HubRelieved")
    @Label("Hub relieved")
    @Category("Loomlet")
    @Description("A handler computed or blocked its thread, so another thread holds its hub now")
    @StackTrace(false)
    @SuppressWarnings("unused") // read by JFR
    private static final class HubRelieved extends Event {
        @Label("Hub")
        private String hub = "";

        @Label("Handler")
        private String handler = "";
    }

    private Stuck() {}

    /** A hub's place was taken from {@code exile}. */
    static void relieved(Exile exile) {
        var event = new HubRelieved();
        if (event.isEnabled()) {
            var stack = stackOf(handler(exile), exile.thread()).getStackTrace();
            event.hub = exile.hub().toString();
            event.handler = stack.length > 0 ? stack[0].toString() : "";
            event.commit();
        }
    }

    /** It has not come back for a while; if that is a handler's doing. */
    static void warn(Exile exile) {
        var handler = handler(exile);
        boolean over = handler.isPresent() && isOver(handler.get(), exile.thread());
        if (!over && mayWarn()) {
            HubLog.log(
                    Level.WARNING,
                    "a handler computes or blocks its thread, so that another thread had to take over " + exile.hub()
                            + "; long work of that kind belongs on an executor with platform threads"
                            + " (further ones are not logged for a minute). It is here:",
                    stackOf(handler, exile.thread()));
        }
    }

    /** Whether the handler has given its thread back, which then only waits for a processor. */
    @SuppressWarnings("ReferenceEquality") // the same thread
    static boolean isOver(Thread handler, HubThread stuck) {
        return JavaLang.carrierOf(handler).filter(carrier -> carrier == stuck).isEmpty();
    }

    private static boolean mayWarn() {
        boolean may = System.nanoTime() - lastWarning >= WARNING_NANOS;
        lastWarning = may ? System.nanoTime() : lastWarning;
        return may;
    }

    /** Where the handler is now. Of a virtual thread that this hub does not know only its carrier can be shown. */
    private static Throwable stackOf(Optional<Thread> handler, HubThread stuck) {
        var place = new Throwable(handler.map(thread -> "in " + thread).orElse("on " + stuck));
        place.setStackTrace(handler.orElse(stuck).getStackTrace());
        return place;
    }

    @SuppressWarnings("ReferenceEquality") // the same continuation
    private static Optional<Thread> handler(Exile exile) {
        var running = exile.running();
        return exile.hub().sockets().stream()
                .flatMap(socket -> socket.owner().stream())
                .filter(thread -> running.isPresent() && JavaLang.continuationOf(thread) == running.get())
                .findAny();
    }

    static void noSpare(Hub hub) {
        if (mayWarn()) {
            var message = "a handler holds " + hub + " and all " + Spares.MOST
                    + " spare threads are taken by others that are stuck; its connections wait";
            HubLog.log(Level.WARNING, message, new Throwable("of the relief"));
        }
    }

    static void overslept(Hub hub) {
        var place = new Throwable("where its thread is");
        place.setStackTrace(hub.holder().getStackTrace());
        HubLog.error(hub + " did not wake for what there was to do; woken again", place);
    }
}
