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

    /** Adds a header field of ISO-8859-1, with its line end. */
    @SuppressWarnings("deprecation") // as above
    public ByteBuilder addField(String name, String value) {
        int colon = name.length();
        int end = colon + 2 + value.length();
        reserve(end + 2);
        name.getBytes(0, colon, bytes, length);
        bytes[length + colon] = ':';
        bytes[length + colon + 1] = ' ';
        value.getBytes(0, value.length(), bytes, length + colon + 2);
        bytes[length + end] = '\r';
        bytes[length + end + 1] = '\n';
        length += end + 2;
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
        reserve(2);
        bytes[length] = '\r';
        bytes[length + 1] = '\n';
        length += 2;
        return this;
    }

    /** Adds a number that is not negative in decimal digits. */
    public ByteBuilder addDecimal(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        reserve(count);
        long rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** Adds a number that is not negative in hexadecimal digits. */
    public ByteBuilder addHex(long number) {
        int count = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 3) / 4);
        reserve(count);
        for (int shift = 4 * (count - 1); shift >= 0; shift -= 4) {
            bytes[length++] = (byte) Character.forDigit((int) (number >>> shift) & 0xf, 16);
        }
        return this;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
