package dev.loomlet.web;

/**
 * A part of a representation: the bytes from {@code first} to {@code last}, both of them too (RFC 9110 §14.1.2). Immutable, for any
 * thread.
 *
 * @param first index of the first byte, 0 or more
 * @param last index of the last byte, {@code first} or more
 */
public record ByteRange(long first, long last) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code first} is negative, or {@code last} less than {@code first}
     */
    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("range " + first + "-" + last + " has no byte");
        }
    }

    /**
     * Returns how many bytes these are.
     *
     * @return 1 or more
     * @throws ArithmeticException if they are more than {@link Long#MAX_VALUE}
     */
    public long length() {
        return Math.addExact(last - first, 1);
    }

    /** Returns {@code first-last}. */
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
