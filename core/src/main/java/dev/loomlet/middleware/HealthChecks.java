package dev.loomlet.middleware;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import dev.loomlet.green.GreenThreadExit;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;

/** The active checks of a {@link Balance}: a green thread for each backend, from the making until the close. */
final class HealthChecks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.middleware");

    private final BackendClient client;
    private final HealthCheck check;
    private final List<? extends GreenThread<?>> threads;

    HealthChecks(BackendClient client, HealthCheck check, List<Backend> backends) {
        this.client = client;
        this.check = check;
        threads = backends.stream()
                .map(backend -> Green.spawn(() -> watch(backend)))
                .toList();
    }

    private void watch(Backend backend) throws InterruptedException {
        var uri = URI.create(backend.uri().base() + check.path());
        while (true) {
            backend.checked(isGood(uri), check);
            Green.sleep(check.interval());
        }
    }

    private boolean isGood(URI uri) throws InterruptedException {
        try {
            int status = client.probe(uri, check.timeout());
            return status >= 200 && status < 400;
        } catch (BackendException e) {
            LOG.log(Level.DEBUG, "check of {0}: {1}", uri, e.getMessage());
            return false;
        }
    }

    /** Ends the checks and waits for their threads. An interrupt ends the wait, and stays. */
    @Override
    public void close() {
        threads.forEach(GreenThread::kill);
        for (var thread : threads) {
            try {
                thread.await();
            } catch (GreenThreadExit killed) {
                /* As it should. */
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "checks of a backend had ended", e);
            }
        }
    }
}
