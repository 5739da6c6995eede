package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.util.HexFormat;
import java.util.Map;

/**
 * The URL of a request that is made up.
 *
 * @param scheme http or https
 * @param host with its port, if one was given
 * @param script the path of the application, percent-encoded
 * @param path behind that, percent-encoded
 * @param query without its question mark
 */
record BlankUrl(String scheme, String host, String script, String path, String query) {

    private static final String LOCAL = "http://localhost";

    static BlankUrl parse(String path) {
        return path.startsWith("/") ? absolute("path", LOCAL + path) : absolute("path", path);
    }

    BlankUrl within(String base) {
        var parsed = absolute("base", base);
        if (!parsed.query.isEmpty()) {
            throw new IllegalArgumentException("base has a query");
        }
        var prefix = parsed.path.endsWith("/") ? parsed.path.substring(0, parsed.path.length() - 1) : parsed.path;
        return new BlankUrl(parsed.scheme, parsed.host, prefix, path, query);
    }

    private static BlankUrl absolute(String name, String url) {
        int authority = url.indexOf("://");
        var scheme = authority < 0 ? "" : url.substring(0, authority);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(name + " must begin with a slash, http:// or https://");
        }
        int question = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int slash = url.indexOf('/', authority + 3);
        int path = slash < 0 || slash > question ? question : slash;
        var host = url.substring(authority + 3, path);
        boolean sendable = url.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
        if (host.isEmpty() || !sendable) {
            throw new IllegalArgumentException(name + " has no host, or a character that is not sent in a URL");
        }
        var query = question == url.length() ? "" : url.substring(question + 1);
        return new BlankUrl(scheme, host, "", checked(name, url.substring(path, question)), query);
    }

    private static String checked(String name, String path) {
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
            if (i + 2 >= path.length()
                    || !HexFormat.isHexDigit(path.charAt(i + 1))
                    || !HexFormat.isHexDigit(path.charAt(i + 2))) {
                throw new IllegalArgumentException(name + " has a percent sign without two hexadecimal digits");
            }
        }
        return path;
    }

    /** A native string; {@link #checked} has seen the text. */
    private static String decoded(String text) {
        var decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                c = (char) HexFormat.fromHexDigits(text, i + 1, i + 3);
                i += 2;
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    /** Puts into an environ what the URL says. */
    void addTo(Map<String, Object> environ) {
        var rest = script.isEmpty() && path.isEmpty() ? "/" : path;
        environ.put(Environ.SCRIPT_NAME, decoded(script));
        environ.put(Environ.PATH_INFO, decoded(rest));
        environ.put(Environ.RAW_PATH_INFO, rest);
        environ.put(Environ.REQUEST_URI, script + rest + (query.isEmpty() ? "" : "?" + query));
        environ.put(Environ.QUERY_STRING, query);
        environ.put(Environ.WSGI_URL_SCHEME, scheme);
        environ.put("HTTP_HOST", host);
        environ.put(Environ.SERVER_NAME, Hosts.withoutPort(host));
        environ.put(Environ.SERVER_PORT, Hosts.port(host).orElse(scheme.equals("https") ? "443" : "80"));
    }
}
