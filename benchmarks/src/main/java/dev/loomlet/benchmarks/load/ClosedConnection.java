package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * One connection of the own closed loop: sends, and sends again when all that it sent is answered, until the time is over. On the thread
 * that runs the loop.
 */
final class ClosedConnection {

    private enum State {
        CLOSED,
        CONNECTING,
        BUSY,
        DONE
    }

    private static final long RETRY_NANOS = 10_000_000;

    private final ClosedLoopPlan plan;
    private final ClosedTally tally;
    private final Wire wire;
    private final int atOnce;
    private final long endNanos;
    private AnswerScanner scanner;
    private State state = State.CLOSED;
    /* Answers that are still to come to what was sent. */
    private int awaited;
    private long sentNanos;
    private long retryNanos;

    ClosedConnection(Selector selector, ClosedLoopPlan plan, ByteBuffer request, ClosedTally tally, long endNanos) {
        this.plan = plan;
        this.scanner = scanner();
        this.wire = new Wire(selector, plan.target().port(), request, this);
        this.atOnce = plan.pipelined();
        this.tally = tally;
        this.endNanos = endNanos;
        this.retryNanos = System.nanoTime();
    }

    boolean isDone() {
        return state == State.DONE;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    void ready(SelectionKey key, ByteBuffer in) {
        try {
            if (state == State.CONNECTING) {
                wire.finishConnect();
                send();
                return;
            }
            if (key.isWritable()) {
                wire.sendRest();
            }
            if (key.isReadable()) {
                receive(in);
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    /* Connects if it is time, and ends if the time is over: asked anew for each connection, since an upgrade may have waited for long. */
    void retry() {
        long nowNanos = System.nanoTime();
        if (nowNanos - endNanos >= 0) {
            state = State.DONE;
        } else if (nowNanos - retryNanos >= 0) {
            try {
                connect();
            } catch (IOException e) {
                lost(e);
            }
        }
    }

    /* What is unanswered when the waiting ends are errors. */
    void abandon() {
        if (state == State.BUSY) {
            tally.failed(awaited, "no answer within 10 s");
        }
        close();
    }

    void close() {
        wire.close();
    }

    private AnswerScanner scanner() {
        return plan.webSocket() ? new Echo() : new ResponseScanner();
    }

    private void connect() throws IOException {
        scanner = scanner();
        state = State.CONNECTING;
        if (plan.webSocket()) {
            wire.adopt(Upgrade.open(plan.target(), endNanos - System.nanoTime()));
            send();
        } else if (wire.connect()) {
            send();
        }
    }

    private void send() throws IOException {
        long now = System.nanoTime();
        if (now - endNanos >= 0) {
            wire.close();
            state = State.DONE;
            return;
        }
        state = State.BUSY;
        awaited = atOnce;
        sentNanos = now;
        wire.send();
    }

    private void receive(ByteBuffer in) throws IOException {
        boolean open = wire.read(in);
        while (awaited > 0 && (open ? scanner.scan(in) : scanner.end())) {
            awaited--;
            tally.answered(scanner.status());
            if (!open || !scanner.isKeptAlive()) {
                answeredLast(/* keptAlive= */ false);
                return;
            }
        }
        if (!open) {
            throw new MalformedAnswerException("the connection ended before the answer");
        }
        if (awaited == 0) {
            if (in.hasRemaining() || !wire.isSent()) {
                throw new MalformedAnswerException("more answers than requests, or one before its request was sent");
            }
            answeredLast(/* keptAlive= */ true);
        }
    }

    private void answeredLast(boolean keptAlive) throws IOException {
        tally.latency(System.nanoTime() - sentNanos);
        if (keptAlive) {
            send();
            return;
        }
        if (awaited > 0) {
            tally.failed(awaited, "the server closed before it answered all that was sent");
            awaited = 0;
        }
        if (System.nanoTime() - endNanos >= 0) {
            wire.close();
            state = State.DONE;
        } else {
            connect();
        }
    }

    private void lost(IOException cause) {
        tally.failed(state == State.BUSY ? Math.max(1, awaited) : 1, String.valueOf(cause.getMessage()));
        wire.close();
        state = State.CLOSED;
        retryNanos = System.nanoTime() + RETRY_NANOS;
    }
}
