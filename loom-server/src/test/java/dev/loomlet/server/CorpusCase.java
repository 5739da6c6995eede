package dev.loomlet.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A case of a corpus of requests: a JSON array of objects with {@code id}, {@code kind} ("valid" or "invalid"), {@code raw_b64} (the bytes
 * in Base64), {@code expect} (one or several requests with method, uri, version, headers and body, or the name of an error), and {@code
 * cfg} and {@code proxy}, which ask for what this server does not have.
 *
 * @param id its name
 * @param request what is sent, a character for a byte
 * @param expected the requests to be read, in order; none for an invalid case
 * @param ends whether the client ends its side behind the bytes
 */
record CorpusCase(String id, String request, List<Echoed> expected, boolean ends) {

    /* A request line of HTTP/1.1 at the beginning of a line, or one of HTTP/1.0. */
    private static final Pattern REQUEST_LINE = Pattern.compile("(?m)^\\S+ \\S+ HTTP/1\\.([01])\r\n");
    private static final String HOST = "Host: x\r\n";

    /**
     * A request as it was read.
     *
     * @param method the method
     * @param target the target as sent
     * @param version the version
     * @param headers the headers but for those with an underscore in their name, which is in upper case here: {@code NAME=value}
     * @param body the body, a character for a byte
     */
    record Echoed(String method, String target, String version, List<String> headers, String body) {}

    /** The cases of a file that ask for nothing special, each request of HTTP/1.1 with a Host. */
    static List<CorpusCase> read(Path file) throws IOException {
        var cases = new ArrayList<CorpusCase>();
        for (var entry : list(Json.parse(Files.readString(file)))) {
            var object = object(entry);
            if (object(object.get("cfg")).isEmpty() && object.get("proxy").equals(false)) {
                cases.add(of(object));
            }
        }
        return cases;
    }

    private static CorpusCase of(Map<String, Object> entry) {
        boolean valid = entry.get("kind").equals("valid");
        var expectation = entry.get("expect");
        var expected = !valid ? List.of() : expectation instanceof List<?> several ? several : List.of(expectation);
        boolean ends =
                valid || List.of("ERR:NoMoreData", "ERR:ChunkMissingTerminator").contains(expectation);
        var raw = new String(Base64.getDecoder().decode((String) entry.get("raw_b64")), StandardCharsets.ISO_8859_1);
        var line = REQUEST_LINE.matcher(raw);
        var sent = new StringBuilder();
        int copied = 0;
        var requests = new ArrayList<Echoed>();
        for (int i = 0; i < Math.max(1, expected.size()); i++) {
            boolean addsHost = entry.get("has_host").equals(false)
                    && line.find()
                    && line.group(1).equals("1");
            if (addsHost) {
                sent.append(raw, copied, line.end()).append(HOST);
                copied = line.end();
            }
            if (valid) {
                requests.add(expected(object(expected.get(i)), addsHost));
            }
        }
        sent.append(raw, copied, raw.length());
        return new CorpusCase((String) entry.get("id"), sent.toString(), requests, ends);
    }

    private static Echoed expected(Map<String, Object> request, boolean addedHost) {
        var version = list(request.get("version"));
        var headers = new ArrayList<>(addedHost ? List.of("HOST=x") : List.<String>of());
        headers.addAll(headers(request.get("headers")));
        return new Echoed(
                (String) request.get("method"),
                (String) request.get("uri"),
                "HTTP/" + digit(version.get(0)) + "." + digit(version.get(1)),
                headers,
                (String) request.get("body"));
    }

    /** What the echo application answered; empty if the response is none of its. */
    static Optional<Echoed> echoed(RawResponse response) {
        if (!response.statusLine().equals("HTTP/1.1 200 OK") || response.text().isEmpty()) {
            return Optional.empty();
        }
        var echo = object(Json.parse(response.text()));
        return Optional.of(new Echoed(
                (String) echo.get("method"),
                (String) echo.get("target"),
                (String) echo.get("version"),
                headers(echo.get("headers")),
                new String(Base64.getDecoder().decode((String) echo.get("body")), StandardCharsets.ISO_8859_1)));
    }

    private static List<String> headers(Object pairs) {
        return list(pairs).stream()
                .map(CorpusCase::list)
                .filter(pair -> ((String) pair.get(0)).indexOf('_') < 0)
                .map(pair -> ((String) pair.get(0)).toUpperCase(Locale.ROOT) + "=" + pair.get(1))
                .toList();
    }

    private static int digit(Object number) {
        return ((Double) number).intValue();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @Override
    public String toString() {
        return id;
    }
}
