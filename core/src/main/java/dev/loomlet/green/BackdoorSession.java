package dev.loomlet.green;

import dev.loomlet.green.BackdoorInput.Line;
import dev.loomlet.green.BackdoorInput.Signal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One client of a {@link Backdoor}, from its connection to its end. The dialog runs on a platform thread, reading and writing the socket on
 * a green thread each.
 *
 * <ol>
 *   <li>{@link #start()} begins all three.
 *   <li>The reader hands over lines; the dialog has them evaluated and writes; the writer sends.
 *   <li>The dialog ends by the client's word, the end of the input, or an output that goes nowhere. If it does not, since a snippet runs, the
 *       reader or the writer stops that.
 *   <li>The dialog closes the shell and the socket, and waits for the other two.
 * </ol>
 */
final class BackdoorSession {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final Pattern HTTP = Pattern.compile(".* HTTP/[0-9.]+");

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration STOP_AGAIN = Duration.ofMillis(100);

    private final SocketChannel client;
    private final Duration lastSnippets;
    private final Consumer<BackdoorSession> onEnd;
    private final BackdoorOutput output = new BackdoorOutput();
    private final PrintStream out = new PrintStream(output, /* autoFlush= */ false, StandardCharsets.UTF_8);
    private final BackdoorShell shell;
    private final BackdoorInput input;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform()
            .daemon()
            .name("loomlet-backdoor-" + COUNT.incrementAndGet())
            .inheritInheritableThreadLocals(/* inherit= */ false)
            .unstarted(this::run);

    /**
     * Makes one that has not begun.
     *
     * @param lastSnippets how long what was sent before the end of the input may take
     * @param onEnd called at the end, on the dialog's thread
     */
    BackdoorSession(
            SocketChannel client, BackdoorBindings bindings, Duration lastSnippets, Consumer<BackdoorSession> onEnd) {
        this.client = client;
        this.lastSnippets = lastSnippets;
        this.onEnd = onEnd;
        shell = new BackdoorShell(bindings, out);
        input = new BackdoorInput(client, output, shell::stop);
    }

    /** Tells {@code client} why it has no session, and disconnects it. */
    static void refuse(SocketChannel client, String reason) throws IOException {
        try (client) {
            /* It fits into an empty send buffer. */
            client.write(ByteBuffer.wrap((reason + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    void start() {
        thread.start();
    }

    /** Closes the connection of {@code client}. */
    static void disconnect(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            /* It is closed all the same. */
        }
    }

    /** Ends it, whatever it is doing, and does not wait. */
    void end() {
        disconnect(client);
        input.close();
    }

    /** Waits until the dialog's thread has ended. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    private void run() {
        try {
            converse();
        } finally {
            end();
            onEnd.accept(this);
        }
    }

    private void converse() {
        var writer = Green.spawn(this::write);
        var reader = Green.spawn(this::read);
        try {
            dialog();
        } catch (InterruptedException e) {
            /* A snippet has got hold of this thread. */
        } finally {
            over.countDown();
            shell.close();
            output.finish();
            awaitEnd(writer, LAST_WORDS);
            end();
            awaitEnd(writer, LAST_WORDS);
            awaitEnd(reader, LAST_WORDS);
        }
    }

    private static void awaitEnd(GreenThread<?> thread, Duration longest) {
        try {
            thread.await(longest);
        } catch (TimeoutException e) {
            /* The client does not read, which ends with its socket. */
        } catch (Exception e) {
            Throwables.report(e);
        }
    }

    private void read() throws InterruptedException {
        boolean orderly = input.readAll();
        stopSnippets(orderly ? lastSnippets : Duration.ZERO);
    }

    private void write() throws InterruptedException {
        output.sendAll(client);
        stopSnippets(Duration.ZERO);
    }

    /** If the dialog is not over after {@code patience}, has it see the end of the input, and stops what it evaluates until it has. */
    private void stopSnippets(Duration patience) throws InterruptedException {
        for (var wait = patience; !over.await(wait.toMillis(), TimeUnit.MILLISECONDS); wait = STOP_AGAIN) {
            input.close();
            shell.stop();
        }
    }

    private void dialog() throws InterruptedException {
        shell.greet();
        boolean first = true;
        while (!output.isBroken()) {
            shell.prompt();
            boolean isFirst = first;
            first = false;
            switch (input.next()) {
                case Line(String text)
                when isFirst && HTTP.matcher(text).matches() -> {
                    out.print("This is no HTTP server.\n");
                    return;
                }
                case Line(String text) -> {
                    if (!shell.take(text)) {
                        return;
                    }
                }
                case Signal.BREAK -> shell.drop();
                case Signal.END -> {
                    out.print("\n");
                    return;
                }
                case Signal.TOO_LONG -> {
                    out.print("The line is too long.\n");
                    return;
                }
                case Signal.NO_TEXT -> {
                    out.print("This is no text.\n");
                    return;
                }
            }
        }
    }
}
