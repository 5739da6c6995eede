package dev.loomlet.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order of the servers within a round: each round begins with another, so that none always follows the same neighbour's load. */
final class Rotation {

    private Rotation() {}

    /** The list from its element {@code round - 1} on, then those before it; rounds are counted from 1. */
    static <T> List<T> of(List<T> list, int round) {
        var rotated = new ArrayList<>(list);
        Collections.rotate(rotated, 1 - round);
        return rotated;
    }
}
