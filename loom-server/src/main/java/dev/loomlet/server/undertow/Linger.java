package dev.loomlet.server.undertow;

import dev.loomlet.server.hub.HubSocket;
import dev.loomlet.server.hub.HubTimer;
import dev.loomlet.server.hub.Polled;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private int left = BYTES;
    private boolean ended;

    /** {@code onEnd} is called when the socket is closed. */
    Linger(HubSocket socket, Runnable onEnd) {
        this.socket = socket;
        this.onEnd = onEnd;
    }

    /** Sends {@code unsent} first. */
    void begin(SelectionKey key, ByteBuffer unsent) {
        rest = unsent;
        try {
            key.attach(this);
            key.interestOps(SelectionKey.OP_READ);
            send(key);
            timer = socket.hub().after(NANOS, this::end);
        } catch (IOException | RuntimeException e) {
            end();
        }
    }

    private void send(SelectionKey key) throws IOException {
        socket.channel().write(rest);
        if (rest.hasRemaining()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
        } else {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            socket.channel().shutdownOutput();
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key.isWritable()) {
                send(key);
            }
            if (!key.isReadable()) {
                return;
            }
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
