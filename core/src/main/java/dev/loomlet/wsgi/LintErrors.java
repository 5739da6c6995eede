package dev.loomlet.wsgi;

import java.io.PrintWriter;

/** The {@code wsgi.errors} that {@link Lint} gives an application. */
final class LintErrors extends PrintWriter {

    LintErrors(PrintWriter errors) {
        super(errors, /* autoFlush= */ true);
    }

    @Override
    public void close() {
        throw new LintError("wsgi.errors was closed; it is the server's");
    }
}
