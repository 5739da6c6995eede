package dev.loomlet.green;

import java.io.Serial;

/**
 * What {@link GreenThread#kill()} and {@link GreenThread#cancel()} throw in the green thread and from its {@code await}
 * (eventlet's GreenletExit).
 *
 * <p>It is an {@link Error}, not because something is broken but for the reason that eventlet's is a BaseException: work that says
 * {@code catch (Exception e)} and goes on must not survive its kill by accident. It can still swallow one: only
 * {@link Green#sleep} and {@code GreenThread.await} throw it where the work stands. The JDK's blocking methods know nothing of
 * kills and throw {@link InterruptedException} or, from channels, {@link java.nio.channels.ClosedByInterruptException}, which
 * {@code catch (Exception e)} catches.
 *
 * <p>Work may throw it to end itself; a thread of {@link Green#spawnN} then ends in silence.
 */
public final class GreenThreadExit extends Error {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes one without a message. Its stack trace is where it was made, for a kill therefore the killer's. */
    public GreenThreadExit() {}

    /**
     * Makes one that says why.
     *
     * @param message why the thread is to end
     */
    public GreenThreadExit(String message) {
        super(message);
    }
}
