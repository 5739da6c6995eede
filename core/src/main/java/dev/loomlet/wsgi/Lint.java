package dev.loomlet.wsgi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks both sides of the contract: everything that {@code wsgiref.validate} checks, and that the headers are final before
 * the first block. What breaks the contract is a {@link LintError} in the thread that broke it; what is merely odd is a
 * warning.
 *
 * <p>A {@link List} and a {@link FileWrapper} are passed on as they are, checked, so that the server sends them as well as it
 * would without this middleware. That the server closed any other result is checked by a posthook, so only under a server
 * that runs {@link Environ#POSTHOOKS}.
 */
public final class Lint implements Middleware {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.lint");

    private final Consumer<String> warnings;

    /** Logs warnings to the system logger {@code dev.loomlet.lint}. */
    public Lint() {
        this(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }

    /**
     * Gives warnings to {@code warnings}.
     *
     * @param warnings called on the request's thread
     */
    public Lint(Consumer<String> warnings) {
        this.warnings = Objects.requireNonNull(warnings);
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application);
        return (environ, startResponse) -> check(application, environ, startResponse);
    }

    private Iterable<byte[]> check(Application application, Environ environ, StartResponse startResponse)
            throws Exception {
        LintError.unless(environ != null, "environ is null");
        LintError.unless(startResponse != null, "startResponse is null");
        LintEnviron.check(environ, warnings);
        environ.put(Environ.WSGI_INPUT, new LintInput(environ.input()));
        environ.put(Environ.WSGI_ERRORS, new LintErrors(environ.errors()));
        var start = new LintStartResponse(startResponse, warnings);
        Optional<Iterable<byte[]>> result = Optional.ofNullable(application.call(environ, start));
        LintError.unless(result.isPresent(), "the application returned null");
        return switch (result.get()) {
            case List<?> blocks -> checkBlocks(result.get(), blocks, start);
            case FileWrapper file -> {
                checkStarted(start);
                yield file;
            }
            default -> {
                var checked = new LintResult(result.get(), start);
                environ.addPosthook(over ->
                        LintError.unless(checked.isClosed(), "the server did not close the application's result"));
                yield checked;
            }
        };
    }

    private static Iterable<byte[]> checkBlocks(Iterable<byte[]> result, List<?> blocks, LintStartResponse start) {
        checkStarted(start);
        for (Object block : blocks) {
            LintResult.checkBlock(block);
        }
        return result;
    }

    private static void checkStarted(LintStartResponse start) {
        LintError.unless(start.isStarted(), "the application returned its body but did not call startResponse");
    }
}
