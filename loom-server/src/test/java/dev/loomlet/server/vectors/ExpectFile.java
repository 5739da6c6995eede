package dev.loomlet.server.vectors;

import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.vectors.RequestVector.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code .expect} file, strictly: what it does not know is an error, and so is what the kind of vector cannot have. */
final class ExpectFile {

    private static final Map<String, String> SHORT_NAMES = Map.of(
            "method", "REQUEST_METHOD",
            "target", "REQUEST_URI",
            "path", "PATH_INFO",
            "query", "QUERY_STRING",
            "version", "SERVER_PROTOCOL");
    private static final Set<String> REQUEST_KEYS =
            Set.of("rule", "connection", "status", "violation", "continues", "client");

    private final Kind kind;
    private final Map<String, String> request;
    private final List<ExpectedCall> calls = new ArrayList<>();

    private ExpectFile(Kind kind, String text) {
        this.kind = kind;
        var paragraphs = text.strip().split("\n\n+", -1);
        request = entries(paragraphs[0]);
        require(REQUEST_KEYS.containsAll(request.keySet()), "unknown keys among " + request.keySet());
        for (int i = 1; i < paragraphs.length; i++) {
            calls.add(call(entries(paragraphs[i])));
        }
    }

    static RequestVector read(Kind kind, String name, String request, String expectation) {
        try {
            return new ExpectFile(kind, expectation).vector(name, request);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(kind.folder() + "/" + name + ".expect: " + e.getMessage(), e);
        }
    }

    private RequestVector vector(String name, String text) {
        require(request.containsKey("rule"), "no rule");
        require(kind == Kind.VALID || !request.containsKey("connection"), "connection: only valid ones have a choice");
        require(kind == Kind.INVALID || !request.containsKey("violation"), "violation: only in invalid ones");
        require(kind == Kind.INVALID || !calls.isEmpty(), "no calls");
        for (int i = 0; i < calls.size(); i++) {
            boolean lastOfInvalid = kind == Kind.INVALID && i == calls.size() - 1;
            require(
                    lastOfInvalid || calls.get(i).input() != ExpectedCall.Input.BROKEN,
                    "broken input before the violation");
        }
        return new RequestVector(
                kind,
                name,
                text,
                request.get("rule"),
                violation(),
                kind == Kind.VALID && oneOf("connection", "open", "closed").equals("open"),
                Integer.parseInt(request.getOrDefault("continues", "0")),
                request.containsKey("client") && oneOf("client", "ends").equals("ends"),
                List.copyOf(calls));
    }

    private Optional<Violation> violation() {
        if (kind != Kind.INVALID) {
            return Optional.empty();
        }
        var violation = Violation.valueOf(request.get("violation"));
        require(Integer.toString(violation.status()).equals(request.get("status")), "the status is another");
        return Optional.of(violation);
    }

    private String oneOf(String key, String... values) {
        var value = request.getOrDefault(key, "nothing");
        require(List.of(values).contains(value), key + " is " + value);
        return value;
    }

    private static ExpectedCall call(Map<String, String> entries) {
        var environ = new HashMap<>(Map.of("QUERY_STRING", "", "SERVER_PROTOCOL", "HTTP/1.1"));
        var absent = List.<String>of();
        var input = ExpectedCall.Input.READ;
        var body = "";
        for (var entry : entries.entrySet()) {
            switch (entry.getKey()) {
                case "absent" -> absent = List.of(entry.getValue().split(" ", -1));
                case "input" ->
                    input = ExpectedCall.Input.valueOf(entry.getValue().toUpperCase(Locale.ROOT));
                case "body" -> body = WireText.decodeToString(entry.getValue());
                default -> environ.put(environKey(entry.getKey()), WireText.decodeToString(entry.getValue()));
            }
        }
        require(environ.keySet().containsAll(SHORT_NAMES.values()), "a call without method, target or path");
        require(body.isEmpty() || input == ExpectedCall.Input.READ, "a body that is not read");
        return new ExpectedCall(Map.copyOf(environ), absent, input, body);
    }

    private static String environKey(String key) {
        var environKey = SHORT_NAMES.getOrDefault(key, key);
        require(environKey.equals(environKey.toUpperCase(Locale.ROOT)), "unknown key " + key);
        return environKey;
    }

    private static Map<String, String> entries(String paragraph) {
        var entries = new HashMap<String, String>();
        for (var line : paragraph.split("\n", -1)) {
            int colon = line.indexOf(':');
            require(colon > 0, "no colon in " + line);
            require(
                    line.length() == colon + 1 || line.charAt(colon + 1) == ' ',
                    "no space behind the colon in " + line);
            var before = entries.put(
                    line.substring(0, colon), line.substring(colon + 1).strip());
            require(before == null, "twice: " + line);
        }
        return entries;
    }

    private static void require(boolean legal, String otherwise) {
        if (!legal) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
