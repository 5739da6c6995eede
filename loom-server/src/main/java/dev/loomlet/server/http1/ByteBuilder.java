package dev.loomlet.server.http1;

import java.util.Arrays;

/** Bytes that are put together for the wire. It grows; whoever fills it says when it is enough. */
public final class ByteBuilder {

    private byte[] bytes;
    private int length;

    /** An empty builder with room for {@code capacity} bytes. */
    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array that holds the bytes, from index 0 on; another one after the next call that adds. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** Drops all bytes, and the array if it grew above {@code capacity}. */
    public void clear(int capacity) {
        length = 0;
        if (bytes.length > capacity) {
            bytes = new byte[capacity];
        }
    }

    /** Puts {@code array} in the place of the one that there is; there must be no bytes. */
    public void use(byte[] array) {
        bytes = array;
    }

    /** Adds bytes. */
    public ByteBuilder add(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Adds bytes. */
    public ByteBuilder add(byte[] source) {
        return add(source, 0, source.length);
    }

    /** Adds a string of ISO-8859-1. */
    @SuppressWarnings(
            "deprecation") // the one copy without an encoder: the caller has checked that each character is a byte
    public ByteBuilder add(String latin1) {
        int count = latin1.length();
        reserve(count);
        latin1.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    /** Adds a byte. */
    public ByteBuilder add(char latin1) {
        reserve(1);
        bytes[length++] = (byte) latin1;
        return this;
    }

    /** Adds a carriage return and a line feed. */
    public ByteBuilder addLineEnd() {
        return add('\r').add('\n');
    }

    /** Adds a number that is not negative in decimal digits. */
    public ByteBuilder addDecimal(long number) {
        return addDigits(number, 10);
    }

    /** Adds a number that is not negative in hexadecimal digits. */
    public ByteBuilder addHex(long number) {
        return addDigits(number, 16);
    }

    private ByteBuilder addDigits(long number, int radix) {
        int count = 1;
        for (long rest = number / radix; rest > 0; rest /= radix) {
            count++;
        }
        reserve(count);
        long rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) Character.forDigit((int) (rest % radix), radix);
            rest /= radix;
        }
        length += count;
        return this;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
