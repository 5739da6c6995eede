package dev.loomlet.green;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * What the client of a {@link Backdoor} types, as lines: ended by LF, CR LF, CR NUL or CR, with what Telnet puts between them taken out and
 * answered (RFC 854). A green thread calls {@link #readAll}, which blocks while too many lines wait, the session's thread {@link #next()}.
 *
 * <p>The byte FF begins a Telnet command. It never occurs in UTF-8.
 */
final class BackdoorInput {

    /** What comes. */
    sealed interface Event {}

    /** A line, without its end. */
    record Line(String text) implements Event {}

    /** What is no line. */
    enum Signal implements Event {
        /** Control-C, and there is no snippet to stop. */
        BREAK,
        /** The client sends no more. */
        END,
        /** The client sends a line that is too long. */
        TOO_LONG,
        /** The first line is not text. */
        NO_TEXT
    }

    static final int MAX_LINE = 1 << 16;

    private static final int MAX_WAITING = 100;

    private static final int CONTROL_C = 3;
    private static final int CONTROL_D = 4;
    private static final int ESCAPE = 27;

    private static final int IAC = 255;
    private static final int DONT = 254;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int WILL = 251;
    private static final int SB = 250;
    private static final int INTERRUPT_PROCESS = 244;
    private static final int BREAK = 243;
    private static final int SE = 240;
    private static final int EOF = 236;
    /* RFC 860: telnet shows nothing after control-C until it is told that this is done. */
    private static final int TIMING_MARK = 6;

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        PARAMETERS,
        COMMAND_IN_PARAMETERS
    }

    private final ReadableByteChannel channel;
    private final OutputStream answers;
    private final BooleanSupplier onBreak;

    /* The reader's own. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private State state = State.DATA;
    private int command;
    private boolean afterCr;
    private boolean first = true;
    private boolean ended;

    /* Under the monitor. */
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private boolean closed;

    /**
     * Makes one that has read nothing.
     *
     * @param answers where refusals of Telnet options go
     * @param onBreak told of control-C, on the reader's thread; returns whether there was a snippet to stop
     */
    BackdoorInput(ReadableByteChannel channel, OutputStream answers, BooleanSupplier onBreak) {
        this.channel = channel;
        this.answers = answers;
        this.onBreak = onBreak;
    }

    /** Reads until the end, and returns whether it was an orderly one; false if the client broke off or the channel was closed. */
    boolean readAll() throws InterruptedException {
        try {
            var bytes = ByteBuffer.allocate(8192);
            while (!ended && channel.read(bytes) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining() && !ended) {
                    take(bytes.get() & 0xff);
                }
                bytes.clear();
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            add(Signal.END);
        }
    }

    /** Waits for the next event. */
    synchronized Event next() throws InterruptedException {
        while (events.isEmpty()) {
            wait();
        }
        notifyAll();
        return events.removeFirst();
    }

    /** Drops what has come and what comes, and has {@link #next()} return the end. */
    synchronized void close() {
        closed = true;
        events.clear();
        events.add(Signal.END);
        notifyAll();
    }

    private synchronized void add(Event event) throws InterruptedException {
        while (events.size() >= MAX_WAITING && !closed) {
            wait();
        }
        if (!closed) {
            events.add(event);
            notifyAll();
        }
    }

    private void take(int b) throws IOException, InterruptedException {
        switch (state) {
            case DATA -> data(b);
            case COMMAND -> command(b);
            case OPTION -> option(b);
            case PARAMETERS -> state = b == IAC ? State.COMMAND_IN_PARAMETERS : State.PARAMETERS;
            case COMMAND_IN_PARAMETERS -> state = b == SE ? State.DATA : State.PARAMETERS;
        }
    }

    private void data(int b) throws InterruptedException {
        boolean endsCr = afterCr && (b == '\n' || b == 0);
        afterCr = b == '\r';
        if (endsCr) {
            return;
        }
        switch (b) {
            case IAC -> state = State.COMMAND;
            case '\r', '\n' -> endLine();
            case CONTROL_C -> interrupt();
            case CONTROL_D -> end(Signal.END);
            default -> append(b);
        }
    }

    private void append(int b) throws InterruptedException {
        line.write(b);
        if (first && b < ' ' && b != '\t' && b != ESCAPE) {
            end(Signal.NO_TEXT);
        } else if (line.size() > MAX_LINE) {
            end(Signal.TOO_LONG);
        }
    }

    private void endLine() throws InterruptedException {
        first = false;
        add(new Line(line.toString(StandardCharsets.UTF_8)));
        line.reset();
    }

    private void interrupt() throws InterruptedException {
        line.reset();
        synchronized (this) {
            if (!closed) {
                events.clear();
            }
        }
        if (!onBreak.getAsBoolean()) {
            add(Signal.BREAK);
        }
    }

    private void end(Signal signal) throws InterruptedException {
        ended = true;
        add(signal);
    }

    private void command(int b) throws InterruptedException {
        state = State.DATA;
        command = b;
        switch (b) {
            case DO, DONT, WILL, WONT -> state = State.OPTION;
            case SB -> state = State.PARAMETERS;
            case INTERRUPT_PROCESS, BREAK -> interrupt();
            case EOF -> end(Signal.END);
            default -> {
                /* Nothing to do for the others. */
            }
        }
    }

    /** Refuses every option, as RFC 854 has it; a refusal needs no answer. */
    private void option(int b) throws IOException {
        state = State.DATA;
        if (command == DO) {
            answers.write(new byte[] {(byte) IAC, (byte) (b == TIMING_MARK ? WILL : WONT), (byte) b});
        } else if (command == WILL) {
            answers.write(new byte[] {(byte) IAC, (byte) DONT, (byte) b});
        }
    }
}
