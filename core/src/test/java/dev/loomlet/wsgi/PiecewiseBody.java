package dev.loomlet.wsgi;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntSupplier;

/** A body that comes in pieces of chosen sizes, and may break off with an error where it should end. */
public final class PiecewiseBody extends InputBody {

    private final byte[] bytes;
    private final IntSupplier sizes;
    private final Optional<IOException> failure;
    private int given;

    private PiecewiseBody(byte[] bytes, IntSupplier sizes, Optional<IOException> failure) {
        this.bytes = bytes;
        this.sizes = sizes;
        this.failure = failure;
    }

    /** Gives at each read as many bytes as {@code sizes} says next, at least 1, fewer if fewer are wanted or left. */
    public static PiecewiseBody of(byte[] bytes, IntSupplier sizes) {
        return new PiecewiseBody(bytes, sizes, Optional.empty());
    }

    /** Gives all bytes at once and then fails. */
    public static PiecewiseBody brokenOff(byte[] bytes, IOException failure) {
        return new PiecewiseBody(bytes, () -> Integer.MAX_VALUE, Optional.of(failure));
    }

    /** How many bytes were taken so far. */
    public int given() {
        return given;
    }

    @Override
    protected int readBody(byte[] into, int offset, int length) throws IOException {
        if (length < 1 || length > into.length - offset) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length + " of " + into.length);
        }
        if (given == bytes.length) {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return -1;
        }
        int count = Math.min(Math.max(1, sizes.getAsInt()), Math.min(length, bytes.length - given));
        System.arraycopy(bytes, given, into, offset, count);
        given += count;
        return count;
    }
}
