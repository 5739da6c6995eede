package dev.loomlet.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** DER (X.690), as much of it as keys and a small certificate need. Pure functions. */
final class Der {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** The tag of [{@code number}], EXPLICIT or of a constructed value. */
    static int context(int number) {
        return 0xa0 | number;
    }

    /** The tag of [{@code number}] IMPLICIT of a primitive value. */
    static int contextPrimitive(int number) {
        return 0x80 | number;
    }

    private Der() {}

    /**
     * One value.
     *
     * @param tag its type
     * @param contents what is within
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Element(int tag, byte[] contents) {

        byte[] encoded() {
            return Der.element(tag, contents);
        }
    }

    static byte[] element(int tag, byte[]... contents) {
        var all = new ByteArrayOutputStream();
        for (var content : contents) {
            all.writeBytes(content);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = all.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            var digits = unsigned(length);
            out.write(0x80 | digits.length);
            out.writeBytes(digits);
        }
        out.writeBytes(all.toByteArray());
        return out.toByteArray();
    }

    private static byte[] unsigned(int value) {
        var bytes = BigInteger.valueOf(value).toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    static byte[] sequence(byte[]... contents) {
        return element(SEQUENCE, contents);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    /** A bit string of whole bytes. */
    static byte[] bitString(byte[] bytes) {
        return element(BIT_STRING, new byte[1], bytes);
    }

    /** An object identifier, from its numbers with dots between. */
    static byte[] oid(String dotted) {
        var numbers = Arrays.stream(dotted.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        var out = new ByteArrayOutputStream();
        addBase128(out, 40 * numbers[0] + numbers[1]);
        for (int i = 2; i < numbers.length; i++) {
            addBase128(out, numbers[i]);
        }
        return element(OBJECT_IDENTIFIER, out.toByteArray());
    }

    private static void addBase128(ByteArrayOutputStream out, int number) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (number >>> shift != 0) {
                out.write(0x80 | ((number >>> shift) & 0x7f));
            }
        }
        out.write(number & 0x7f);
    }

    /**
     * Reads a value that is nothing but a sequence.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static List<Element> readSequence(byte[] der) {
        var all = read(der);
        if (all.size() != 1 || all.getFirst().tag() != SEQUENCE) {
            throw new IllegalArgumentException("not one DER sequence");
        }
        return read(all.getFirst().contents());
    }

    /**
     * Reads values that stand one behind the other.
     *
     * @throws IllegalArgumentException if that is not what the bytes are
     */
    static List<Element> read(byte[] der) {
        var elements = new ArrayList<Element>();
        for (int at = 0; at < der.length; ) {
            if (der.length - at < 2) {
                throw new IllegalArgumentException("DER ends within a value");
            }
            int tag = der[at] & 0xff;
            int length = der[at + 1] & 0xff;
            at += 2;
            if (length >= 0x80) {
                int digits = length & 0x7f;
                if (digits == 0 || digits > 3 || digits > der.length - at) {
                    throw new IllegalArgumentException("a DER length is malformed");
                }
                length = new BigInteger(/* signum= */ 1, der, at, digits).intValue();
                at += digits;
            }
            if (length > der.length - at) {
                throw new IllegalArgumentException("DER ends within a value");
            }
            elements.add(new Element(tag, Arrays.copyOfRange(der, at, at + length)));
            at += length;
        }
        return elements;
    }
}
