package dev.loomlet.green.spi;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the virtual threads of {@link dev.loomlet.green.Green}. A virtual thread inherits the scheduler of the virtual thread that made
 * it; who brings a scheduler of its own says here how to make one that does not.
 */
public final class GreenThreadFactory {

    private static volatile ThreadFactory factory = Thread.ofVirtual()
            .inheritInheritableThreadLocals(/* inherit= */ false)
            .factory();

    private GreenThreadFactory() {}

    /** Has green threads made by {@code threads} from now on: unnamed virtual ones that inherit no thread locals. Any thread. */
    public static void use(ThreadFactory threads) {
        factory = threads;
    }

    /** Makes a thread, not started. Any thread. */
    public static Thread newThread(Runnable task) {
        return factory.newThread(task);
    }
}
