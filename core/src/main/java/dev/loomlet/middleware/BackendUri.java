package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import java.net.URI;

/**
 * Where a backend is. Any thread.
 *
 * @param uri as it was given
 * @param base it as text, without a slash at its end
 */
record BackendUri(URI uri, String base) {

    /**
     * Checks a backend's URI.
     *
     * @throws IllegalArgumentException if it is not of http or https, has no host that can be resolved, or has more than a path behind it
     */
    static BackendUri of(URI uri) {
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException("backend " + uri + " must be http://host:port or https://host:port");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "backend " + uri.getScheme() + "://" + uri.getHost() + " has more than a path behind its host");
        }
        var text = uri.toString();
        return new BackendUri(uri, text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /**
     * Returns the URI of a target here.
     *
     * @throws HttpException if the target leads out of the path that this backend was given
     */
    URI resolve(String target) {
        boolean hasPath = base.length()
                > uri.getScheme().length() + 3 + uri.getRawAuthority().length();
        if (hasPath && ForwardTarget.hasDotSegment(target)) {
            throw HttpException.badRequest("The path has a segment that leads upwards.");
        }
        return URI.create(base + target);
    }
}
