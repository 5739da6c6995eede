package dev.loomlet.server;

import dev.loomlet.tls.TlsContext;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks now and then whether the files of a server's TLS have changed, and has them read. A virtual thread of its own, on the JDK's
 * scheduler, since it reads files.
 */
final class TlsReload implements Runnable {

    private final Optional<TlsContext> tls;
    private final SocketAddress address;
    private final CountDownLatch ended = new CountDownLatch(1);

    TlsReload(Optional<TlsContext> tls, SocketAddress address) {
        this.tls = tls;
        this.address = address;
    }

    void start() {
        if (tls.isPresent() && tls.get().config().reloadInterval().isPositive()) {
            Thread.ofVirtual().inheritInheritableThreadLocals(false).start(this);
        }
    }

    void end() {
        ended.countDown();
    }

    @Override
    public void run() {
        var context = tls.orElseThrow();
        var interval = context.config().reloadInterval();
        try {
            while (!ended.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                look(context);
            }
        } catch (InterruptedException e) {
            Log.SERVER.log(
                    System.Logger.Level.WARNING, "who interrupts the thread that looks for new certificates?", e);
        }
    }

    private void look(TlsContext context) {
        try {
            if (context.reloadIfChanged()) {
                Log.SERVER.log(System.Logger.Level.INFO, address + " has new certificates: their files have changed");
            }
        } catch (IOException | RuntimeException e) {
            Log.SERVER.log(
                    System.Logger.Level.WARNING,
                    address + " goes on with the certificates of before, since their files cannot be used: "
                            + e.getMessage());
        }
    }
}
