package dev.loomlet.green;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads JSON (RFC 8259) in one pass, as much of it as thread dumps are made of: what is asked for is what has to come. Not for what a
 * peer sends: the depth is not limited.
 */
final class JsonReader {

    /** Reads the value of one member, or one element, by the methods of the reader. */
    @FunctionalInterface
    interface Values {
        void read(String name) throws IOException;
    }

    private static final int END = -1;

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;

    JsonReader(Reader in) {
        this.in = in;
    }

    /** Reads an object; {@code members} has to read each value. */
    void object(Values members) throws IOException {
        expect('{');
        for (boolean more = !takes('}'); more; more = !closes('}')) {
            var name = string();
            expect(':');
            members.read(name);
        }
    }

    /** Reads an array; {@code elements} has to read each one, and its name is empty. */
    void array(Values elements) throws IOException {
        expect('[');
        for (boolean more = !takes(']'); more; more = !closes(']')) {
            elements.read("");
        }
    }

    /** Reads a string, or the text of a number, {@code true}, {@code false} or {@code null}. */
    String text() throws IOException {
        return peek() == '"' ? string() : literal();
    }

    /** Reads any value and forgets it. */
    void skip() throws IOException {
        switch (peek()) {
            case '{' -> object(_ -> skip());
            case '[' -> array(_ -> skip());
            default -> text();
        }
    }

    private String string() throws IOException {
        expect('"');
        var text = new StringBuilder(80);
        for (int c = take(); c != '"'; c = take()) {
            text.append(c == '\\' ? escaped() : (char) c);
        }
        return text.toString();
    }

    private char escaped() throws IOException {
        int c = take();
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            case '"', '\\', '/' -> (char) c;
            default -> throw unexpected(c);
        };
    }

    private int hex() throws IOException {
        int c = take();
        int digit = Character.digit(c, 16);
        if (digit < 0) {
            throw unexpected(c);
        }
        return digit;
    }

    private String literal() throws IOException {
        var text = new StringBuilder(20);
        for (int c = next(); c != END && (Character.isLetterOrDigit(c) || ".+-".indexOf(c) >= 0); c = next()) {
            text.append((char) take());
        }
        if (text.isEmpty()) {
            throw unexpected(next());
        }
        return text.toString();
    }

    /** After a value: returns true at {@code end}, false at a comma. */
    private boolean closes(char end) throws IOException {
        if (takes(end)) {
            return true;
        }
        expect(',');
        return false;
    }

    private boolean takes(char wanted) throws IOException {
        boolean there = peek() == wanted;
        if (there) {
            take();
        }
        return there;
    }

    private void expect(char wanted) throws IOException {
        if (!takes(wanted)) {
            throw unexpected(next());
        }
    }

    /** Returns the next character behind white space, without taking it. */
    private int peek() throws IOException {
        while (next() == ' ' || next() == '\n' || next() == '\r' || next() == '\t') {
            take();
        }
        return next();
    }

    private int next() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer));
            position = 0;
        }
        return position == limit ? END : buffer[position];
    }

    private int take() throws IOException {
        if (next() == END) {
            throw new EOFException("the JSON ends too early");
        }
        return buffer[position++];
    }

    private static IOException unexpected(int c) {
        return new IOException(
                c == END ? "the JSON ends too early" : "unexpected character in JSON: " + Integer.toHexString(c));
    }
}
