package dev.loomlet.wsgi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** URL reconstruction and path shifting, as PEP 3333 and {@code wsgiref.util} do them. */
final class Urls {

    /* Beside unreserved characters (RFC 3986 §2.3), what wsgiref leaves unquoted in a path. */
    private static final String SAFE = "-._~/;=,";

    private Urls() {}

    static String requestUrl(Environ environ) {
        var url = new StringBuilder(applicationUrl(environ));
        var path = quote(environ.pathInfo());
        if (environ.scriptName().isEmpty() && path.startsWith("/")) {
            path = path.substring(1);
        }
        url.append(path);
        if (!environ.queryString().isEmpty()) {
            url.append('?').append(environ.queryString());
        }
        return url.toString();
    }

    static String applicationUrl(Environ environ) {
        var script = environ.scriptName();
        return environ.scheme() + "://" + authority(environ) + (script.isEmpty() ? "/" : quote(script));
    }

    private static String authority(Environ environ) {
        var host = environ.header("Host").orElse("");
        if (!host.isEmpty()) {
            return host;
        }
        var name = String.valueOf(environ.get(Environ.SERVER_NAME));
        var port = String.valueOf(environ.get(Environ.SERVER_PORT));
        return port.equals(environ.scheme().equals("https") ? "443" : "80") ? name : name + ":" + port;
    }

    private static String quote(String nativeString) {
        var quoted = new StringBuilder(nativeString.length());
        for (byte b : nativeString.getBytes(StandardCharsets.ISO_8859_1)) {
            boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            if (alphanumeric || SAFE.indexOf(b) >= 0) {
                quoted.append((char) b);
            } else {
                quoted.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return quoted.toString();
    }

    static Optional<String> shiftPathInfo(Environ environ) {
        var path = environ.pathInfo();
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        var segments = new ArrayList<>(List.of(path.split("/", -1)));
        segments.subList(1, segments.size() - 1).removeIf(segment -> segment.isEmpty() || segment.equals("."));
        var shifted = segments.remove(1);
        environ.put(Environ.SCRIPT_NAME, append(environ.scriptName(), shifted));
        environ.put(Environ.PATH_INFO, String.join("/", segments));
        return shifted.equals(".") ? Optional.empty() : Optional.of(shifted);
    }

    private static String append(String scriptName, String segment) {
        /* The contract has no slash at its end, but what an application or an earlier shift of "/" left there counts once. */
        var script = scriptName.endsWith("/") ? scriptName.substring(0, scriptName.length() - 1) : scriptName;
        return switch (segment) {
            case "" -> script + "/";
            case "." -> script;
            case ".." -> script.substring(0, Math.max(0, script.lastIndexOf('/')));
            default -> script + "/" + segment;
        };
    }
}
