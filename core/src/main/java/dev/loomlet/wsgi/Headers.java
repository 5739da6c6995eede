package dev.loomlet.wsgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * An ordered list of header fields (RFC 9110 §5), immutable, looked up without regard to case.
 *
 * <p>Names are tokens. Values hold no CR, LF, NUL or other control but HTAB, and nothing above U+00FF: what is in here
 * can be put on the wire as ISO-8859-1 and cannot split a response.
 */
public final class Headers implements Iterable<Headers.Field> {

    /**
     * One field.
     *
     * @param name a token, its case as given
     * @param value the value, each character one byte of ISO-8859-1
     */
    public record Field(String name, String value) {

        /**
         * Checks the parts. No message repeats the value, which may be a secret.
         *
         * @throws IllegalArgumentException if {@code name} is no token or {@code value} has a character that may not be
         *     sent
         */
        public Field {
            if (!FieldGrammar.isToken(name)) {
                throw new IllegalArgumentException("a header name must be a token (RFC 9110 §5.6.2)");
            }
            int bad = FieldGrammar.firstIllegalInValue(value);
            if (bad >= 0) {
                throw new IllegalArgumentException(
                        "the value of header " + name + " has an illegal character at index " + bad);
            }
        }

        boolean is(String otherName) {
            return name.equalsIgnoreCase(otherName);
        }

        /** Returns {@code name: value}. */
        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    private static final Headers EMPTY = new Headers(new Field[0]);

    private final Field[] fields;

    private Headers(Field[] fields) {
        this.fields = fields;
    }

    /**
     * Returns no fields.
     *
     * @return the empty list
     */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Returns one field.
     *
     * @param name its name
     * @param value its value
     * @return the field
     * @throws IllegalArgumentException if name or value is not legal
     */
    public static Headers of(String name, String value) {
        return new Headers(new Field[] {new Field(name, value)});
    }

    /**
     * Returns the given fields.
     *
     * @param namesAndValues a name, its value, a name, its value, …
     * @return the fields in order
     * @throws IllegalArgumentException if a value is missing, or a name or value is not legal
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("namesAndValues must be pairs, but the last name has no value");
        }
        var fields = new Field[namesAndValues.length / 2];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new Field(namesAndValues[2 * i], namesAndValues[2 * i + 1]);
        }
        return new Headers(fields);
    }

    /**
     * Returns the given fields.
     *
     * @param fields the fields, copied
     * @return the fields in order
     */
    public static Headers of(List<Field> fields) {
        return new Headers(fields.toArray(Field[]::new));
    }

    /**
     * Returns the number of fields.
     *
     * @return the number of fields, repeated names counted each time
     */
    public int size() {
        return fields.length;
    }

    /**
     * Returns the field at {@code index}.
     *
     * @param index 0 to {@code size() - 1}
     * @return the field
     * @throws IndexOutOfBoundsException if there is none
     */
    public Field get(int index) {
        return fields[index];
    }

    /**
     * Returns the first value of {@code name}.
     *
     * @param name a name in any case
     * @return the value, empty if there is no such field
     */
    public Optional<String> first(String name) {
        for (var field : fields) {
            if (field.is(name)) {
                return Optional.of(field.value);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns every value of {@code name}, in order.
     *
     * @param name a name in any case
     * @return the values, an immutable list
     */
    public List<String> all(String name) {
        return Arrays.stream(fields)
                .filter(field -> field.is(name))
                .map(Field::value)
                .toList();
    }

    /**
     * Tells whether there is a field {@code name}.
     *
     * @param name a name in any case
     * @return whether there is at least one
     */
    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /**
     * Returns these fields and, behind them, one more.
     *
     * @param name the new field's name
     * @param value its value
     * @return the longer list
     * @throws IllegalArgumentException if name or value is not legal
     */
    public Headers with(String name, String value) {
        var longer = Arrays.copyOf(fields, fields.length + 1);
        longer[fields.length] = new Field(name, value);
        return new Headers(longer);
    }

    /**
     * Returns these fields with one field {@code name}, at the place of the first of that name or at the end.
     *
     * @param name the field's name
     * @param value its only value
     * @return the changed list
     * @throws IllegalArgumentException if name or value is not legal
     */
    public Headers set(String name, String value) {
        var changed = new ArrayList<Field>(fields.length + 1);
        var replacement = new Field(name, value);
        boolean placed = false;
        for (var field : fields) {
            if (!field.is(name)) {
                changed.add(field);
            } else if (!placed) {
                changed.add(replacement);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(replacement);
        }
        return of(changed);
    }

    /**
     * Returns these fields without those named {@code name}.
     *
     * @param name a name in any case
     * @return the shorter list
     */
    public Headers without(String name) {
        return new Headers(
                Arrays.stream(fields).filter(field -> !field.is(name)).toArray(Field[]::new));
    }

    /** Returns an iterator over the fields in order, which cannot remove. */
    @Override
    public Iterator<Field> iterator() {
        return List.of(fields).iterator();
    }

    /** Tells whether {@code other} has equal fields in the same order, names compared with their case. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(fields, that.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** Returns the fields as {@code [name: value, …]}. It holds every value: mind where it is logged. */
    @Override
    public String toString() {
        return Arrays.toString(fields);
    }
}
