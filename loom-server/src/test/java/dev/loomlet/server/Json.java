package dev.loomlet.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259) into maps, lists, strings, doubles, booleans and {@link #NULL}. */
final class Json {

    static final Object NULL = "null";

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        var json = new Json(text);
        var value = json.value();
        json.require(json.next() == 0);
        return value;
    }

    /** The text as a string of JSON. */
    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u%04x".formatted((int) c) : c);
        }
        return quoted.append('"').toString();
    }

    private Object value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        var object = new LinkedHashMap<String, Object>();
        take('{');
        while (next() != '}') {
            var name = string();
            take(':');
            object.put(name, value());
            separator('}');
        }
        take('}');
        return object;
    }

    private List<Object> array() {
        var array = new ArrayList<>();
        take('[');
        while (next() != ']') {
            array.add(value());
            separator(']');
        }
        take(']');
        return array;
    }

    private void separator(char end) {
        if (next() != end) {
            take(',');
            require(next() != end);
        }
    }

    private String string() {
        var string = new StringBuilder();
        take('"');
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        require(c == 'u');
        at += 4;
        return (char) Integer.parseInt(text, at - 4, at, 16);
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.valueOf(text.substring(start, at));
    }

    private Object word(String word, Object value) {
        require(text.startsWith(word, at));
        at += word.length();
        return value;
    }

    /** The next character that is no white space, 0 at the end. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void take(char expected) {
        require(next() == expected);
        at++;
    }

    private void require(boolean legal) {
        if (!legal) {
            throw new IllegalArgumentException("malformed JSON at character " + at);
        }
    }
}
