package dev.loomlet.green;

import java.util.Optional;

/**
 * How {@link Green#serve(GreenServerSocket, ConnectionHandler, ServeOptions) Green.serve} serves (the arguments of eventlet.serve).
 *
 * <p>Immutable, for any thread.
 */
public final class ServeOptions {

    private static final int CONCURRENCY = 1000;

    private static final ServeOptions DEFAULTS =
            new ServeOptions(CONCURRENCY, Optional.empty(), /* endsOnError= */ false);

    private final int concurrency;
    private final Optional<GreenPool> pool;
    private final boolean endsOnError;

    private ServeOptions(int concurrency, Optional<GreenPool> pool, boolean endsOnError) {
        this.concurrency = concurrency;
        this.pool = pool;
        this.endsOnError = endsOnError;
    }

    /**
     * Returns what holds if nothing is said.
     *
     * @return the defaults of each setting
     */
    public static ServeOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The most connections that are handled at a time; while they are, nothing is accepted. Default 1000, as eventlet's.
     *
     * @return the setting
     */
    public int concurrency() {
        return concurrency;
    }

    /**
     * Sets {@link #concurrency()}.
     *
     * @param concurrency the setting
     * @return options with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public ServeOptions concurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency " + concurrency + " is less than 1");
        }
        return new ServeOptions(concurrency, pool, endsOnError);
    }

    /**
     * The pool that handlers run in. Default empty: no pool, and nobody to ask for them.
     *
     * @return the setting
     */
    public Optional<GreenPool> pool() {
        return pool;
    }

    /**
     * Sets {@link #pool()}: handlers take slots of {@code pool}, and whoever has it can wait for them to end, with {@link
     * GreenPool#awaitAll()}. While it is full one connection more is accepted, which waits; {@link #concurrency()} is a limit beside it.
     *
     * @param pool also for other work, if there is any
     * @return options with it
     */
    public ServeOptions pool(GreenPool pool) {
        return new ServeOptions(concurrency, Optional.of(pool), endsOnError);
    }

    /**
     * Whether what a handler throws ends {@code serve}, which throws it then, as eventlet's does. Default off: one client's trouble would be
     * everybody's.
     *
     * @return the setting
     */
    public boolean endsOnError() {
        return endsOnError;
    }

    /**
     * Sets {@link #endsOnError()}.
     *
     * @param endsOnError the setting
     * @return options with it
     */
    public ServeOptions endsOnError(boolean endsOnError) {
        return new ServeOptions(concurrency, pool, endsOnError);
    }

    /** Returns all settings, for logs. */
    @Override
    public String toString() {
        return "ServeOptions[concurrency " + concurrency
                + pool.map(it -> ", " + it).orElse("") + ", endsOnError " + endsOnError + "]";
    }
}
