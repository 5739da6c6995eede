package dev.loomlet.server.undertow;

import dev.loomlet.server.hub.HubSocket;
import dev.loomlet.server.hub.HubTimer;
import dev.loomlet.server.hub.Polled;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the client may still be sending: a close now would reset the connection, and it might lose what was sent last, a GOAWAY that says
 * what is wrong for example. So say that no more comes, and read on for a while (RFC 9112 §9.6, as for HTTP/1.1). For the loop.
 */
final class Linger implements Polled {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BYTES = 1024 * 1024;

    private final HubSocket socket;
    private final Runnable onEnd;
    private @Nullable HubTimer timer;
    private int left = BYTES;
    private boolean ended;

    /** {@code onEnd} is called when the socket is closed. */
    Linger(HubSocket socket, Runnable onEnd) {
        this.socket = socket;
        this.onEnd = onEnd;
    }

    void begin(SelectionKey key) {
        try {
            socket.channel().shutdownOutput();
            key.attach(this);
            key.interestOps(SelectionKey.OP_READ);
            timer = socket.hub().after(NANOS, this::end);
        } catch (IOException | RuntimeException e) {
            end();
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            int count = socket.channel().read(Scratch.take());
            left -= count;
            if (count < 0 || left <= 0) {
                end();
            }
        } catch (IOException e) {
            end();
        }
    }

    /** Closes the socket, at once. */
    void end() {
        if (!ended) {
            ended = true;
            if (timer != null) {
                timer.cancel();
            }
            socket.close();
            onEnd.run();
        }
    }
}
