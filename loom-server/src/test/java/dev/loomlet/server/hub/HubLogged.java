package dev.loomlet.server.hub;

import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Says when a hub has logged, which it has another thread do. */
final class HubLogged extends Handler {

    private final Logger logger = Logger.getLogger("dev.loomlet");
    private final CompletableFuture<Void> logged = new CompletableFuture<>();

    private HubLogged() {}

    /** Is complete when something was logged, from now on. */
    static CompletableFuture<Void> something() {
        var handler = new HubLogged();
        handler.logger.addHandler(handler);
        return handler.logged;
    }

    @Override
    public void publish(LogRecord log) {
        logger.removeHandler(this);
        logged.complete(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
