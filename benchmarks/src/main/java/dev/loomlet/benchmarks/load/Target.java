package dev.loomlet.benchmarks.load;

/**
 * What is requested: a path of the server on a port of 127.0.0.1.
 *
 * @param port where the server listens
 * @param path the path with its query, such as {@code /sleep?ms=10}
 * @param tls whether the server speaks TLS on that port
 */
public record Target(int port, String path, boolean tls) {

    /** Checks the values. */
    public Target {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("a path starts with / and has only characters that a URL has: " + path);
        }
    }

    String url() {
        return (tls ? "https://" : "http://") + host() + path;
    }

    String host() {
        return "127.0.0.1:" + port;
    }
}
