package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.util.Optional;

/** Dispatch by path, as WebOb does it: what is used up moves from the path to the script name, and what it stands for is kept. */
final class PathSegments {

    private PathSegments() {}

    /** The segment behind the leading slashes, a native string; empty if the path is. */
    static Optional<String> first(Environ environ) {
        var path = environ.pathInfo();
        return path.isEmpty() ? Optional.empty() : Optional.of(path.substring(slashes(path), end(path)));
    }

    /** Moves that segment and the slashes before it. */
    static void shift(Environ environ) {
        var path = environ.pathInfo();
        environ.put(Environ.SCRIPT_NAME, environ.scriptName() + path.substring(0, end(path)));
        environ.put(Environ.PATH_INFO, path.substring(end(path)));
    }

    private static int slashes(String path) {
        int count = 0;
        while (count < path.length() && path.charAt(count) == '/') {
            count++;
        }
        return count;
    }

    private static int end(String path) {
        int slash = path.indexOf('/', slashes(path));
        return slash < 0 ? path.length() : slash;
    }
}
