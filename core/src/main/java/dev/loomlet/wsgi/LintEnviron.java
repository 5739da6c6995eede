package dev.loomlet.wsgi;

import static dev.loomlet.wsgi.LintError.unless;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What {@link Lint} asks of an environ, before the application sees it. */
final class LintEnviron {

    private static final List<String> REQUIRED = List.of(
            Environ.REQUEST_METHOD,
            Environ.SERVER_NAME,
            Environ.SERVER_PORT,
            Environ.WSGI_VERSION,
            Environ.WSGI_INPUT,
            Environ.WSGI_ERRORS,
            Environ.WSGI_MULTITHREAD,
            Environ.WSGI_MULTIPROCESS,
            Environ.WSGI_RUN_ONCE);

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "OPTIONS", "PATCH", "PUT", "DELETE", "TRACE", "CONNECT");

    private LintEnviron() {}

    static void check(Environ environ, Consumer<String> warnings) {
        for (var key : REQUIRED) {
            unless(environ.containsKey(key), "environ lacks " + key);
        }
        for (var key : List.of("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH")) {
            unless(!environ.containsKey(key), "environ has " + key + "; the key is " + key.substring(5));
        }
        if (!environ.containsKey(Environ.QUERY_STRING)) {
            warnings.accept("environ lacks QUERY_STRING, which many applications expect");
        }
        environ.forEach(LintEnviron::checkEntry);
        checkWsgi(environ);
        checkCgi(environ, warnings);
    }

    private static void checkEntry(String key, Object value) {
        if (key.indexOf('.') < 0) {
            unless(value instanceof String, "environ's " + key + " is not a string");
            unless(
                    ((String) value).chars().allMatch(c -> c <= 0xff),
                    "environ's " + key + " is not a native string: it has a character above U+00FF");
        }
    }

    private static void checkWsgi(Environ environ) {
        unless(Environ.VERSION.equals(environ.get(Environ.WSGI_VERSION)), "wsgi.version is not (1, 0)");
        unless(
                environ.scheme().equals("http") || environ.scheme().equals("https"),
                "wsgi.url_scheme is neither http nor https");
        unless(environ.get(Environ.WSGI_INPUT) instanceof InputBody, "wsgi.input is not an InputBody");
        unless(environ.get(Environ.WSGI_ERRORS) instanceof PrintWriter, "wsgi.errors is not a PrintWriter");
    }

    private static void checkCgi(Environ environ, Consumer<String> warnings) {
        unless(!environ.method().isEmpty(), "REQUEST_METHOD is empty");
        if (!METHODS.contains(environ.method())) {
            warnings.accept("unknown REQUEST_METHOD " + environ.method());
        }
        var script = environ.scriptName();
        unless(script.isEmpty() || script.startsWith("/"), "SCRIPT_NAME does not begin with a slash");
        unless(!script.equals("/"), "SCRIPT_NAME is a slash; at the root it is empty and PATH_INFO has the slash");
        var path = environ.pathInfo();
        unless(path.isEmpty() || path.startsWith("/"), "PATH_INFO does not begin with a slash");
        unless(
                !script.isEmpty() || environ.containsKey(Environ.PATH_INFO),
                "environ has neither SCRIPT_NAME nor PATH_INFO");
        if (environ.get(Environ.CONTENT_LENGTH) instanceof String length && !length.isEmpty()) {
            unless(length.chars().allMatch(c -> c >= '0' && c <= '9'), "CONTENT_LENGTH is not a number");
        }
    }
}
