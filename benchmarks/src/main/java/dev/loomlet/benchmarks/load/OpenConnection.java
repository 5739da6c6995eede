package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection of an open loop, with its part of the schedule: the requests number, number + connections, and so on, one at a time. When
 * it is busy or broken, requests that become due wait for it, and their wait counts.
 *
 * <p>The sender calls {@link #sendDue} when a request becomes due; all else runs on the receiver's thread. Both hold the lock of this
 * object, never for longer than one read or write that does not block.
 *
 * <pre>
 *   CLOSED -> CONNECTING -> FREE <-> BUSY
 *      ^__________|__________|________|
 * </pre>
 */
final class OpenConnection {

    private enum State {
        CLOSED,
        CONNECTING,
        FREE,
        BUSY
    }

    private static final long RETRY_NANOS = 10_000_000;

    private final Schedule schedule;
    private final Wire wire;
    private ResponseScanner scanner = new ResponseScanner();
    private State state = State.CLOSED;
    /* The number of the request that is sent, when busy, and otherwise of the one to send next. */
    private long next;
    private long freeSinceNanos;
    private long retryNanos;

    OpenConnection(Schedule schedule, int number, Selector selector, int port, ByteBuffer request) {
        this.schedule = schedule;
        this.next = number;
        this.wire = new Wire(selector, port, request, this);
        this.freeSinceNanos = schedule.startNanos();
    }

    /* Begins with a connection that is open. */
    synchronized void adopt(SocketChannel open) throws IOException {
        wire.adopt(open);
        state = State.FREE;
    }

    /* Sends the next request if it is due and the connection is free. */
    synchronized void sendDue(SendTimes times) {
        long now = System.nanoTime();
        if (state != State.FREE || next >= schedule.requests() || schedule.dueNanos(next) - now > 0) {
            return;
        }
        state = State.BUSY;
        if (schedule.counts(next)) {
            times.sent(now - Math.max(schedule.dueNanos(next), freeSinceNanos));
        }
        try {
            wire.send();
        } catch (IOException e) {
            // The connection broke, of which the selector tells the receiver, which then counts the request.
        }
    }

    /* Takes what the selector found; whether the connection is still there. */
    synchronized boolean ready(SelectionKey key, ByteBuffer in, Outcomes outcomes, SendTimes times) {
        try {
            if (state == State.CONNECTING) {
                wire.finishConnect();
                free(System.nanoTime(), times);
                return true;
            }
            if (key.isWritable()) {
                wire.sendRest();
            }
            if (key.isReadable()) {
                receive(in, outcomes, times);
            }
        } catch (IOException e) {
            lost(outcomes);
        }
        return state != State.CLOSED;
    }

    /* Connects again if it is time; whether the connection is there. */
    synchronized boolean retry(long nowNanos, SendTimes times) {
        if (state == State.CLOSED && nowNanos - retryNanos >= 0) {
            try {
                connect(times);
            } catch (IOException e) {
                closed();
            }
        }
        return state != State.CLOSED;
    }

    /* Counts the requests that have no answer when the run ends. */
    synchronized void abandon(long nowNanos, Outcomes outcomes) {
        for (; next < schedule.requests(); next += schedule.connections()) {
            outcomes.finished(next, nowNanos, /* withSuccess= */ false);
        }
    }

    synchronized void close() {
        wire.close();
        state = State.CLOSED;
    }

    private void connect(SendTimes times) throws IOException {
        scanner = new ResponseScanner();
        state = State.CONNECTING;
        if (wire.connect()) {
            free(System.nanoTime(), times);
        }
    }

    private void free(long nowNanos, SendTimes times) {
        state = State.FREE;
        freeSinceNanos = nowNanos;
        sendDue(times);
    }

    private void receive(ByteBuffer in, Outcomes outcomes, SendTimes times) throws IOException {
        boolean open = wire.read(in);
        long now = System.nanoTime();
        if (state == State.FREE) {
            // A server may close a connection that is not used, also with a 408 in advance: no request failed.
            closed();
            return;
        }
        boolean answered = open ? scanner.scan(in) : scanner.end();
        if (!answered) {
            if (!open) {
                throw new MalformedAnswerException("the connection ended before the answer");
            }
            return;
        }
        if ((open && in.hasRemaining()) || !wire.isSent()) {
            throw new MalformedAnswerException("more than an answer, or one before the request was sent");
        }
        outcomes.finished(next, now, scanner.status() < 400);
        next += schedule.connections();
        if (open && scanner.isKeptAlive()) {
            free(now, times);
        } else {
            connect(times);
        }
    }

    private void lost(Outcomes outcomes) {
        if (state == State.BUSY) {
            outcomes.finished(next, System.nanoTime(), /* withSuccess= */ false);
            next += schedule.connections();
        }
        closed();
    }

    private void closed() {
        wire.close();
        state = State.CLOSED;
        retryNanos = System.nanoTime() + RETRY_NANOS;
    }
}
