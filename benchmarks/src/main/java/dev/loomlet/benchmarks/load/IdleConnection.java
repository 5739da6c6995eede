package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that is to have one answer. On the thread that opens. */
final class IdleConnection {

    private final Wire wire;
    private final ResponseScanner scanner = new ResponseScanner();
    private boolean connected;

    IdleConnection(Selector selector, Target target, ByteBuffer request) {
        this.wire = new Wire(selector, target.port(), request, this);
    }

    void connect() throws IOException {
        if (wire.connect()) {
            connected = true;
            wire.send();
        }
    }

    /* The connection when it has its answer and stays open, and before that nothing. */
    @Nullable
    SocketChannel ready(SelectionKey key, ByteBuffer in) throws IOException {
        if (!connected) {
            wire.finishConnect();
            connected = true;
            wire.send();
            return null;
        }
        if (key.isWritable()) {
            wire.sendRest();
        }
        if (!key.isReadable()) {
            return null;
        }
        if (!wire.read(in)) {
            throw new MalformedAnswerException("the server closes a connection instead of answering");
        }
        if (!scanner.scan(in)) {
            return null;
        }
        if (scanner.status() >= 400 || !scanner.isKeptAlive()) {
            throw new MalformedAnswerException("the server answers with status " + scanner.status()
                    + (scanner.isKeptAlive() ? "" : " and closes the connection"));
        }
        return wire.release();
    }

    void close() {
        wire.close();
    }
}
