package dev.loomlet.benchmarks.compare;

import java.util.List;
import java.util.function.Function;

/** The names of servers and workloads that a command line gives. */
final class Names {

    private Names() {}

    /**
     * What the names stand for, each once and in the order of {@code known}, whatever the order given; all of it when none is given.
     *
     * @param kind what is named, for the message
     * @throws IllegalArgumentException if there is no such name, with a message for the user
     */
    static <T> List<T> select(String kind, List<String> given, List<T> known, Function<T, String> name) {
        if (given.isEmpty()) {
            return known;
        }
        var names = known.stream().map(name).toList();
        for (var one : given) {
            if (!names.contains(one)) {
                throw new IllegalArgumentException(
                        "There is no %s '%s'; there are: %s.".formatted(kind, one, String.join(", ", names)));
            }
        }
        return known.stream().filter(one -> given.contains(name.apply(one))).toList();
    }
}
