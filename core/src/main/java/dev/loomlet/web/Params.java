package dev.loomlet.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names with values, in order, a name perhaps several times: a query, the fields of a form, cookies (WebOb's {@code MultiDict}).
 * Immutable, for any thread. Names count with their case.
 *
 * <p>To look a name up takes a time that does not grow with the number of names by more than its logarithm, also when somebody has
 * chosen names whose {@link String#hashCode} is equal (oCERT-2011-003).
 */
public final class Params implements Iterable<Params.Pair> {

    /**
     * A name with a value.
     *
     * @param name any text
     * @param value any text
     */
    public record Pair(String name, String value) {

        /** Returns {@code name=value}. */
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    private static final Params EMPTY = new Params(List.of());

    private final List<Pair> pairs;

    /* A bin of a HashMap becomes a tree when many keys share it, since a String can be compared. */
    private final Map<String, List<String>> values;

    private Params(List<Pair> pairs) {
        this.pairs = pairs;
        var map = new LinkedHashMap<String, List<String>>();
        for (var pair : pairs) {
            map.computeIfAbsent(pair.name, name -> new ArrayList<>(1)).add(pair.value);
        }
        map.replaceAll((name, list) -> Collections.unmodifiableList(list));
        this.values = Collections.unmodifiableMap(map);
    }

    /**
     * Returns no names.
     *
     * @return the empty list
     */
    public static Params empty() {
        return EMPTY;
    }

    /**
     * Returns the given names and values.
     *
     * @param namesAndValues a name, its value, a name, its value, …
     * @return the pairs in order
     * @throws IllegalArgumentException if the last name has no value
     */
    public static Params of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("namesAndValues must be pairs, but the last name has no value");
        }
        var pairs = new ArrayList<Pair>(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(new Pair(namesAndValues[i], namesAndValues[i + 1]));
        }
        return of(pairs);
    }

    /**
     * Returns the given pairs.
     *
     * @param pairs the pairs, copied
     * @return the pairs in order
     */
    public static Params of(List<Pair> pairs) {
        return pairs.isEmpty() ? EMPTY : new Params(List.copyOf(pairs));
    }

    /**
     * Returns the first value of a name.
     *
     * @param name the name
     * @return the value; empty if there is none
     */
    public Optional<String> first(String name) {
        var all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /**
     * Returns the last value of a name, which is the one that WebOb's {@code MultiDict} gives for a key.
     *
     * @param name the name
     * @return the value; empty if there is none
     */
    public Optional<String> last(String name) {
        var all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /**
     * Returns all values of a name.
     *
     * @param name the name
     * @return the values in order, an immutable list
     */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Tells whether a name is there.
     *
     * @param name the name
     * @return whether it has a value, be it an empty one
     */
    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /**
     * Returns the names.
     *
     * @return each name once, in the order of their first values; immutable
     */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * Returns the values by name.
     *
     * @return for each name all its values, in order; immutable, as the lists in it
     */
    public Map<String, List<String>> asMap() {
        return values;
    }

    /**
     * Returns the pairs.
     *
     * @return every name with its value, in order; an immutable list
     */
    public List<Pair> pairs() {
        return pairs;
    }

    /**
     * Returns how many pairs there are.
     *
     * @return the number, a name counted each time
     */
    public int size() {
        return pairs.size();
    }

    /**
     * Tells whether there is no pair.
     *
     * @return whether {@link #size()} is 0
     */
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /**
     * Returns these pairs and, behind them, one more.
     *
     * @param name a name
     * @param value its value
     * @return the longer list
     */
    public Params with(String name, String value) {
        return plus(of(name, value));
    }

    /**
     * Returns these pairs and, behind them, others.
     *
     * @param others more pairs
     * @return the longer list
     */
    public Params plus(Params others) {
        var all = new ArrayList<>(pairs);
        all.addAll(others.pairs);
        return of(all);
    }

    /**
     * Returns these pairs without those of a name.
     *
     * @param name a name
     * @return the shorter list
     */
    public Params without(String name) {
        return of(pairs.stream().filter(pair -> !pair.name.equals(name)).toList());
    }

    /** Returns an iterator over the pairs in order, which cannot remove. */
    @Override
    public Iterator<Pair> iterator() {
        return pairs.iterator();
    }

    /** Tells whether {@code other} has equal pairs in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Params that && pairs.equals(that.pairs);
    }

    @Override
    public int hashCode() {
        return pairs.hashCode();
    }

    /** Returns the pairs as {@code [name=value, …]}. It holds every value: mind where it is logged. */
    @Override
    public String toString() {
        return pairs.toString();
    }
}
