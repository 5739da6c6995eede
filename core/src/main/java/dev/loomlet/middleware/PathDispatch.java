package dev.loomlet.middleware;

import dev.loomlet.web.Request;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.NativeStrings;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Calls one of several applications, by the request's path and method.
 *
 * {@snippet lang = java :
 * Application site = PathDispatch.builder()
 *         .get("/", home)
 *         .get("/user/{id}", user)
 *         .post("/user/{id}", changeUser)
 *         .mount("/static", files)
 *         .build();
 * }
 *
 * <p>It is an application, which answers 404 to what matches nothing; as a middleware it hands that on to the application it wraps, with
 * the environ as it came.
 *
 * <p>A <em>route</em> is a whole path. In it <code>{name}</code> stands for one segment, not empty, and at the end
 * <code>{name*}</code> for all that is left, slashes too, not empty. A path that is not there for the method is answered with 405 and
 * {@code Allow}; HEAD goes to what GET has, unchanged, since dropping the body is the server's; OPTIONS is answered with 204 and
 * {@code Allow} where no route has it. A <em>mount</em> is a prefix of whole segments, which moves from {@code PATH_INFO} to the end of
 * {@code SCRIPT_NAME}, for all methods.
 *
 * <p>If several match, the more specific one is taken, whatever the order in which they were given. Segment by segment from the left, a
 * literal one comes before a variable, a variable before <code>{name*}</code>, and that before a mount: so of two mounts the longer is
 * taken. A route that does not have the method gives way to the next that does, but not to a mount behind it.
 *
 * <p>{@code PATH_INFO} is compared as it is: decoded, so that a slash sent as {@code %2F} separates segments, and with what {@code .} and
 * {@code ..} there are in it. An empty one, of a request for the mount point itself, is taken as {@code "/"} by routes. Values of variables
 * are decoded as UTF-8, with U+FFFD for what is not. They are found by {@link #variables}, and in the environ at {@link #ROUTING_ARGS}.
 *
 * <p>Immutable; called on the requests' threads, where it never blocks by itself.
 */
public final class PathDispatch implements Application, Middleware {

    /**
     * Where the variables are: a list of two, no positional arguments and a map of the named ones (wsgi.org's specification of
     * {@code routing_args}, in which it is a tuple). Those of a mount around this one are in it too.
     */
    public static final String ROUTING_ARGS = "wsgiorg.routing_args";

    private final PathTree tree;
    private final Optional<Application> fallback;

    private PathDispatch(PathTree tree, Optional<Application> fallback) {
        this.tree = tree;
        this.fallback = fallback;
    }

    /**
     * Begins a dispatch without routes.
     *
     * @return its builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the variables of the path that led to the application.
     *
     * @param environ the request
     * @return names and values, decoded; empty if there are none
     */
    public static Map<String, String> variables(Environ environ) {
        return Request.of(environ).urlVars();
    }

    /**
     * Returns one variable of the path that led to the application.
     *
     * @param environ the request
     * @param name its name in the route
     * @return its value, decoded
     * @throws IllegalArgumentException if there is no such variable
     */
    public static String variable(Environ environ, String name) {
        var value = variables(environ).get(name);
        if (value == null) {
            throw new IllegalArgumentException("name " + name + " is no variable of this request's route");
        }
        return value;
    }

    /** {@inheritDoc} What matches nothing goes to {@code application}; 405 is answered here. */
    @Override
    public Application wrap(Application application) {
        return new PathDispatch(tree, Optional.of(application));
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        var path = environ.pathInfo();
        var segments = PathTemplate.split(path.isEmpty() ? "/" : path);
        var search = tree.search(environ.method(), segments);
        if (search.found().isPresent()) {
            var found = search.found().get();
            enter(environ, path, segments, found);
            return found.target().application().call(environ, startResponse);
        }
        if (!search.allowed().isEmpty()) {
            return refuse(environ, search, startResponse);
        }
        return fallback.isPresent()
                ? fallback.get().call(environ, startResponse)
                : Response.error(404).call(environ, startResponse);
    }

    private static void enter(Environ environ, String path, List<String> segments, PathTree.Found found) {
        var names = found.target().names();
        if (!names.isEmpty()) {
            var named = new LinkedHashMap<>(variables(environ));
            for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), NativeStrings.decodeUtf8(found.values().get(i)));
            }
            environ.put(ROUTING_ARGS, List.of(List.of(), named));
        }
        if (found.depth() > 0) {
            var prefix = "/" + String.join("/", segments.subList(0, found.depth()));
            environ.put(Environ.SCRIPT_NAME, environ.scriptName() + prefix);
            environ.put(Environ.PATH_INFO, path.substring(prefix.length()));
        }
    }

    private static Iterable<byte[]> refuse(Environ environ, PathTree.Search search, StartResponse startResponse)
            throws IOException {
        var methods = new TreeSet<>(search.allowed());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        var answer = environ.method().equals("OPTIONS") ? Response.of(204) : Response.error(405);
        return answer.header("Allow", String.join(", ", methods)).call(environ, startResponse);
    }

    /** Collects routes and mounts. Not for several threads; of no use any more after {@link #build}. */
    public static final class Builder {

        private Optional<PathTree> tree = Optional.of(new PathTree());

        private Builder() {}

        /**
         * Adds a route for GET and HEAD.
         *
         * @param path a whole path, variables in braces
         * @param application called for it
         * @return this
         * @throws IllegalArgumentException if {@code path} is malformed, or there already
         */
        public Builder get(String path, Application application) {
            return route("GET", path, application);
        }

        /**
         * Adds a route for POST.
         *
         * @param path a whole path, variables in braces
         * @param application called for it
         * @return this
         * @throws IllegalArgumentException if {@code path} is malformed, or there already
         */
        public Builder post(String path, Application application) {
            return route("POST", path, application);
        }

        /**
         * Adds a route for a method.
         *
         * @param method its name, in the case in which it is sent
         * @param path a whole path, variables in braces
         * @param application called for it
         * @return this
         * @throws IllegalArgumentException if {@code method} is no token, or {@code path} is malformed, or there already
         */
        public Builder route(String method, String path, Application application) {
            if (!method.matches("[A-Za-z0-9!#$%&'+.^_`|~-]+")) {
                throw new IllegalArgumentException("method is not a token (RFC 9110 §9.1)");
            }
            tree().addRoute(method, path, Objects.requireNonNull(application, "application"));
            return this;
        }

        /**
         * Adds a route for every method that has no route of its own at this path, OPTIONS too.
         *
         * @param path a whole path, variables in braces
         * @param application called for it
         * @return this
         * @throws IllegalArgumentException if {@code path} is malformed, or there already
         */
        public Builder any(String path, Application application) {
            tree().addRoute(PathTree.ANY, path, Objects.requireNonNull(application, "application"));
            return this;
        }

        /**
         * Has {@code application} called for {@code prefix} and all below it, the prefix moved to {@code SCRIPT_NAME}.
         *
         * @param prefix begins with a slash and does not end with one; {@code "/"} for all that nothing else matches
         * @param application called for it
         * @return this
         * @throws IllegalArgumentException if {@code prefix} is malformed, or mounted already
         */
        public Builder mount(String prefix, Application application) {
            tree().addMount(prefix, Objects.requireNonNull(application, "application"));
            return this;
        }

        /**
         * Ends the building.
         *
         * @return the dispatch
         */
        public PathDispatch build() {
            var built = new PathDispatch(tree(), Optional.empty());
            tree = Optional.empty();
            return built;
        }

        private PathTree tree() {
            return tree.orElseThrow(() -> new IllegalStateException("the dispatch has been built"));
        }
    }
}
