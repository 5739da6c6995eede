package dev.loomlet.server.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The ways in which bytes can come one after the other. */
public final class Pieces {

    /* Longer ones are cut at a choice of offsets. */
    private static final int SHORT = 600;
    private static final int CHOICE = 60;

    private Pieces() {}

    /** Each byte alone. */
    public static List<byte[]> ofOneByte(byte[] bytes) {
        var pieces = new ArrayList<byte[]>();
        for (byte b : bytes) {
            pieces.add(new byte[] {b});
        }
        return pieces;
    }

    /** The bytes before {@code cut} and those from there on. */
    public static List<byte[]> two(byte[] bytes, int cut) {
        return List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
    }

    /**
     * Where to cut in two: at each offset of what is short; of what is long, around its first and last line ends, and at a choice of other
     * offsets that is the same each time.
     */
    public static int[] cuts(byte[] bytes) {
        if (bytes.length <= SHORT) {
            return IntStream.range(1, bytes.length).toArray();
        }
        var cuts = new TreeSet<Integer>();
        var lineEnds = IntStream.range(0, bytes.length)
                .filter(i -> bytes[i] == '\r' || bytes[i] == '\n')
                .toArray();
        for (int i = 0; i < lineEnds.length; i++) {
            if (i < CHOICE || i >= lineEnds.length - CHOICE) {
                cuts.addAll(List.of(lineEnds[i] - 1, lineEnds[i], lineEnds[i] + 1));
            }
        }
        new Random(bytes.length).ints(CHOICE, 1, bytes.length).forEach(cuts::add);
        return cuts.subSet(1, bytes.length).stream().mapToInt(cut -> cut).toArray();
    }
}
