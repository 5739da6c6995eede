package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form of a request, kept in its environ, or what was wrong with it. On the request's thread. */
final class KeptForm {

    private final Optional<String> contentType;
    private final @Nullable Form form;
    private final @Nullable HttpException refusal;

    private KeptForm(Optional<String> contentType, @Nullable Form form, @Nullable HttpException refusal) {
        this.contentType = contentType;
        this.form = form;
        this.refusal = refusal;
    }

    static Form of(Environ environ, FormLimits limits) throws IOException {
        if (!FormReader.isForm(environ)) {
            return new Form(Params.empty(), List.of());
        }
        if (environ.get(Request.FORM) instanceof KeptForm kept && kept.holds(environ)) {
            return kept.get();
        }
        var kept = read(environ, limits);
        environ.put(Request.FORM, kept);
        return kept.get();
    }

    private static KeptForm read(Environ environ, FormLimits limits) throws IOException {
        var contentType = environ.header("Content-Type");
        try {
            var form = FormReader.read(environ, limits);
            environ.addPosthook(over -> close(form));
            return new KeptForm(contentType, form, null);
        } catch (HttpException e) {
            return new KeptForm(contentType, null, e);
        }
    }

    private static void close(Form form) {
        try {
            form.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Form get() {
        if (form != null) {
            return form;
        }
        throw Objects.requireNonNull(refusal);
    }

    /** Whether the body that the environ has now is the one that the form was read from, be it wrapped since: nothing is left of it. */
    private boolean holds(Environ environ) {
        return contentType.equals(environ.header("Content-Type"))
                && (refusal != null || !environ.input().iterator().hasNext());
    }

    /** Whether the body is gone because it was a form. */
    static boolean hasBodyOf(Environ environ) {
        return environ.get(Request.FORM) instanceof KeptForm kept && kept.holds(environ);
    }
}
