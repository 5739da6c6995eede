package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.NativeStrings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a part of a form is: its {@code Content-Disposition: form-data; name="avatar"; filename="me.png"} (RFC 7578 §4.2).
 *
 * <p>Names are UTF-8; bytes that are not become U+FFFD. In quotes {@code \"} and {@code \\} stand for the second character and any other
 * backslash for itself, since browsers send one in a file's name as it is. {@code filename*} is left out of account, as RFC 7578 says.
 *
 * @param name the field's name
 * @param filename what the client calls the file; empty if this is no file, or no file was chosen
 */
record FormDisposition(String name, Optional<String> filename) {

    private static final int MOST_PARAMETERS = 10;

    /** Reads the one header of a part that says it, or throws a 400. */
    static FormDisposition of(Headers headers) {
        var values = headers.all("Content-Disposition");
        if (values.size() != 1) {
            throw malformed();
        }
        var scanner = new FieldScanner(values.getFirst());
        if (!"form-data".equalsIgnoreCase(scanner.token())) {
            throw malformed();
        }
        var parameters = parameters(scanner);
        var name = parameters.get("name");
        if (name == null) {
            throw malformed();
        }
        var filename = Optional.ofNullable(parameters.get("filename")).filter(file -> !file.isEmpty());
        return new FormDisposition(NativeStrings.decodeUtf8(name), filename.map(NativeStrings::decodeUtf8));
    }

    private static Map<String, String> parameters(FieldScanner scanner) {
        var parameters = new HashMap<String, String>();
        while (!scanner.ends()) {
            boolean separated = scanner.take(';');
            scanner.skipOws();
            var name = scanner.token();
            if (!separated || name == null || !scanner.take('=') || parameters.size() == MOST_PARAMETERS) {
                throw malformed();
            }
            var value = scanner.take('"') ? quoted(scanner) : scanner.token();
            if (value == null || parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value) != null) {
                throw malformed();
            }
        }
        return parameters;
    }

    /** What stands up to the quote that no backslash is before. */
    private static String quoted(FieldScanner scanner) {
        var value = new StringBuilder();
        for (var piece = scanner.upTo('"'); scanner.take('"'); piece = scanner.upTo('"')) {
            if (!unescape(piece, value)) {
                return value.toString();
            }
            value.append('"');
        }
        throw malformed();
    }

    /** Appends {@code piece}; tells whether it ends in a backslash that belongs to the quote behind it. */
    private static boolean unescape(String piece, StringBuilder to) {
        int last = piece.length() - 1;
        for (int i = 0; i <= last; i++) {
            if (piece.charAt(i) == '\\') {
                if (i == last) {
                    return true;
                }
                i += piece.charAt(i + 1) == '\\' ? 1 : 0;
            }
            to.append(piece.charAt(i));
        }
        return false;
    }

    private static HttpException malformed() {
        return HttpException.badRequest(
                "a part of the form has no well-formed Content-Disposition: form-data with a name");
    }
}
