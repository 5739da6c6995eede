package dev.loomlet.middleware;

import dev.loomlet.wsgi.Application;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a {@link PathDispatch} by their segments. It is filled by one thread, and then read by any.
 *
 * <p>A search goes down literal segments before variables, and takes what lies deeper before what lies above: each node is visited at
 * most once, so that it takes no longer than there are routes.
 */
final class PathTree {

    /** Stands for every method that is not named. */
    static final String ANY = "*";

    /** An application and the names of the variables on the way to it. */
    record Target(Application application, List<String> names) {}

    /**
     * What was found: {@code target} or, if there is none for the method, {@code methods} of those that match.
     *
     * @param target where the request goes
     * @param values of the variables, in order
     * @param depth of a mount: how many segments led to it; of a route -1
     */
    record Found(Target target, List<String> values, int depth) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Target> methods = new LinkedHashMap<>();
        final Map<String, Target> restMethods = new LinkedHashMap<>();

        @Nullable
        Node variable;

        @Nullable
        Target mount;
    }

    private final Node root = new Node();

    void addRoute(String method, String path, Application application) {
        var template = PathTemplate.parse("path", path);
        var segments = template.segments();
        boolean rest = segments.getLast().equals(PathTemplate.REST);
        var node = nodeOf(rest ? segments.subList(0, segments.size() - 1) : segments);
        var target = new Target(application, template.names());
        if ((rest ? node.restMethods : node.methods).putIfAbsent(method, target) != null) {
            throw new IllegalArgumentException("path " + path + " is there already for method " + method);
        }
    }

    void addMount(String prefix, Application application) {
        var template = PathTemplate.parse("prefix", prefix);
        var segments = prefix.equals("/") ? List.<String>of() : template.segments();
        if (segments.contains(PathTemplate.REST)
                || (!segments.isEmpty() && segments.getLast().isEmpty())) {
            throw new IllegalArgumentException("prefix " + prefix + " ends in a slash or in {name*}");
        }
        var node = nodeOf(segments);
        if (node.mount != null) {
            throw new IllegalArgumentException("prefix " + prefix + " is mounted already");
        }
        node.mount = new Target(application, template.names());
    }

    private Node nodeOf(List<String> segments) {
        var node = root;
        for (var segment : segments) {
            if (!segment.equals(PathTemplate.ONE)) {
                node = node.literals.computeIfAbsent(segment, key -> new Node());
                continue;
            }
            if (node.variable == null) {
                node.variable = new Node();
            }
            node = node.variable;
        }
        return node;
    }

    Search search(String method, List<String> segments) {
        var search = new Search(method, segments);
        search.found = search.below(root, 0);
        return search;
    }

    /** One request's way through the tree. */
    static final class Search {
        private final String method;
        private final List<String> segments;
        private final List<String> values = new ArrayList<>();
        private final Set<String> allowed = new TreeSet<>();
        private @Nullable Found found;

        Search(String method, List<String> segments) {
            this.method = method;
            this.segments = segments;
        }

        Optional<Found> found() {
            return Optional.ofNullable(found);
        }

        /** The methods of the routes whose path matches. */
        Set<String> allowed() {
            return allowed;
        }

        private @Nullable Found below(Node node, int depth) {
            if (depth == segments.size()) {
                var end = route(node.methods);
                return end != null ? end : mount(node, depth);
            }
            var segment = segments.get(depth);
            var child = node.literals.get(segment);
            var next = child == null ? null : below(child, depth + 1);
            if (next == null && node.variable != null && !segment.isEmpty()) {
                values.add(segment);
                next = below(node.variable, depth + 1);
                values.removeLast();
            }
            if (next == null && !node.restMethods.isEmpty()) {
                values.add(String.join("/", segments.subList(depth, segments.size())));
                next = values.getLast().isEmpty() ? null : route(node.restMethods);
                values.removeLast();
            }
            return next != null ? next : mount(node, depth);
        }

        /** A path that is there for other methods only is not a mount's either. */
        private @Nullable Found mount(Node node, int depth) {
            return node.mount == null || !allowed.isEmpty() ? null : new Found(node.mount, List.copyOf(values), depth);
        }

        private @Nullable Found route(Map<String, Target> methods) {
            var target = methods.get(method);
            if (target == null && method.equals("HEAD")) {
                target = methods.get("GET");
            }
            if (target == null) {
                target = methods.get(ANY);
            }
            if (target == null) {
                allowed.addAll(methods.keySet());
                return null;
            }
            return new Found(target, List.copyOf(values), /* depth= */ -1);
        }
    }
}
