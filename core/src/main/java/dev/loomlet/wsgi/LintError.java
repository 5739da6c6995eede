package dev.loomlet.wsgi;

/** An application, a middleware or a server broke the contract; thrown by {@link Lint}. */
public final class LintError extends AssertionError {

    private static final long serialVersionUID = 1;

    LintError(String message) {
        super(message);
    }

    static void unless(boolean kept, String message) {
        if (!kept) {
            throw new LintError(message);
        }
    }
}
