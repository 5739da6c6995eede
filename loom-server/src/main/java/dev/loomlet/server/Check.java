package dev.loomlet.server;

import java.time.Duration;

/** Checks of settings; each failure names the setting and the value. */
final class Check {

    private Check() {}

    static int atLeast(String name, int value, int minimum) {
        return (int) atLeast(name, (long) value, minimum);
    }

    static long atLeast(String name, long value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " " + value + " is less than " + minimum);
        }
        return value;
    }

    static int port(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not 0 to 65535");
        }
        return port;
    }

    static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " " + value + " is negative");
        }
        return value;
    }

    static Duration positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " " + value + " is not more than zero");
        }
        return value;
    }

    static String notEmpty(String name, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return value;
    }
}
