package dev.loomlet.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Announces the errors that a test makes the server log: each message once for each time it is logged, in any order. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LogsErrors {

    /** What {@link Exchange} logs if the application throws before its response has begun. */
    String APPLICATION = "the application failed";

    /** The same behind the first byte. */
    String AFTER_BEGIN = "the application failed after its response had begun";

    /** What {@link Exchange} logs if the result's close() throws. */
    String CLOSE = "closing the application's result failed";

    /** What {@link Exchange} logs if a posthook throws. */
    String POSTHOOK = "a posthook failed";

    /** The messages. */
    String[] value();
}
