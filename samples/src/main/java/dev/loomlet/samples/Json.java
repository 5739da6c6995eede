package dev.loomlet.samples;

import java.util.ArrayList;

/** Writes JSON (RFC 8259) in ASCII, so that no encoding has to be agreed on: what is outside printable ASCII is escaped. */
final class Json {

    private Json() {}

    /** Returns {@code text} as a JSON string with its quotes. */
    static String string(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                default -> json.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return json.append('"').toString();
    }

    /** Returns an array of values that are JSON already. */
    static String array(String... values) {
        return "[" + String.join(",", values) + "]";
    }

    /** Returns an object of keys that are plain text and values that are JSON already: a key, its value, a key, … */
    static String object(String... keysAndValues) {
        var members = new ArrayList<String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.add(string(keysAndValues[i]) + ":" + keysAndValues[i + 1]);
        }
        return "{" + String.join(",", members) + "}";
    }
}
