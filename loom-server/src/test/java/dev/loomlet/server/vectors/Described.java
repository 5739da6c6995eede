package dev.loomlet.server.vectors;

/** Makes what fails say with which vector, and in which way of sending it. */
public final class Described {

    private Described() {}

    /** What is to be done with a vector. */
    public interface Check {
        /** Does it. */
        void run() throws Exception;
    }

    /** Runs {@code check}; what it throws gets the vector's name and {@code way} before its message. */
    public static void run(RequestVector vector, String way, Check check) {
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(vector + ", " + way + ": " + e.getMessage(), e);
        }
    }
}
