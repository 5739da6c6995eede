package dev.loomlet.server;

import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * Is told of each response when it is over, on the connection's thread, so several at once. What it throws is logged and hinders nothing.
 */
@FunctionalInterface
public interface AccessLog {

    /** eventlet's format. */
    String DEFAULT_FORMAT = "%(client_ip)s - - [%(date_time)s] \"%(request_line)s\" %(status_code)s %(body_length)s"
            + " %(wall_seconds).6f";

    /**
     * A response is over.
     *
     * @param entry what there is to tell
     */
    void log(AccessRecord entry);

    /**
     * Returns the log that tells nothing, at no cost.
     *
     * @return that log
     */
    static AccessLog none() {
        return NoAccessLog.INSTANCE;
    }

    /**
     * Returns a log of lines in {@link #DEFAULT_FORMAT} to {@code stream}.
     *
     * @param stream where to; not closed
     * @return that log
     */
    static AccessLog to(PrintStream stream) {
        return format(DEFAULT_FORMAT, stream::println);
    }

    /**
     * Returns a log of lines in {@link #DEFAULT_FORMAT} to the system logger {@code dev.loomlet.access}, at INFO.
     *
     * @return that log
     */
    static AccessLog toSystemLogger() {
        return format(DEFAULT_FORMAT, line -> Log.ACCESS.log(System.Logger.Level.INFO, line));
    }

    /**
     * Returns a log of lines in a format of eventlet's kind. The keys are {@code client_ip}, {@code client_port}, {@code date_time},
     * {@code request_line}, {@code status_code}, {@code body_length} and {@code wall_seconds}: {@code %(key)s}, for the seconds also
     * {@code %(wall_seconds).6f} with any number of digits; {@code %%} is a percent sign.
     *
     * @param format the format
     * @param lines takes each line, without a line end
     * @return that log
     * @throws IllegalArgumentException if the format is malformed or has an unknown key
     */
    static AccessLog format(String format, Consumer<String> lines) {
        var compiled = AccessLogFormat.compile(format);
        return entry -> lines.accept(compiled.line(entry));
    }
}
