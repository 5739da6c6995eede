package dev.loomlet.web;

import java.util.Arrays;
import java.util.Optional;

/**
 * IP addresses as text, read by the grammar of RFC 3986 §3.2.2, which has one form for IPv4: the JDK's parser also takes {@code 10.1} and
 * {@code 167772161}, which others read differently.
 */
final class IpLiterals {

    /* "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255" */
    private static final int LONGEST = 45;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MAPPED_PREFIX = 12;

    private IpLiterals() {}

    /** The 4 or 16 bytes of an address; a zone is dropped. */
    static Optional<byte[]> bytes(String literal) {
        int percent = literal.indexOf('%');
        if (percent == literal.length() - 1) {
            return Optional.empty();
        }
        var address = percent < 0 ? literal : literal.substring(0, percent);
        if (address.length() > LONGEST) {
            return Optional.empty();
        }
        if (address.indexOf(':') >= 0) {
            return ipv6(address);
        }
        var bytes = new byte[IPV4_BYTES];
        return percent < 0 && ipv4(address, bytes, 0) ? Optional.of(bytes) : Optional.empty();
    }

    /* IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet */
    private static boolean ipv4(String address, byte[] into, int offset) {
        var octets = address.split("\\.", -1);
        if (octets.length != IPV4_BYTES || into.length - offset < IPV4_BYTES) {
            return false;
        }
        for (int i = 0; i < IPV4_BYTES; i++) {
            int octet = number(octets[i], 10, 3);
            if (octet < 0 || octet > 0xff || (octets[i].length() > 1 && octets[i].charAt(0) == '0')) {
                return false;
            }
            into[offset + i] = (byte) octet;
        }
        return true;
    }

    /* Groups of h16 on both sides of at most one "::"; the last may be an IPv4address. */
    private static Optional<byte[]> ipv6(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            var bytes = new byte[IPV6_BYTES];
            return groups(address, bytes, true) == IPV6_BYTES ? Optional.of(bytes) : Optional.empty();
        }
        if (address.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        var bytes = new byte[IPV6_BYTES];
        var tail = new byte[IPV6_BYTES];
        int before = groups(address.substring(0, gap), bytes, false);
        int after = groups(address.substring(gap + 2), tail, true);
        if (before < 0 || after < 0 || before + after > IPV6_BYTES - 2) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, bytes, IPV6_BYTES - after, after);
        return Optional.of(bytes);
    }

    /** Writes the groups to {@code into} and returns how many bytes they were, -1 if they are malformed or too many. */
    private static int groups(String text, byte[] into, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        var groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            boolean last = i == groups.length - 1;
            if (last && mayEndInIpv4 && groups[i].indexOf('.') >= 0) {
                return ipv4(groups[i], into, count) ? count + IPV4_BYTES : -1;
            }
            int group = number(groups[i], 16, 4);
            if (group < 0 || count + 2 > into.length) {
                return -1;
            }
            into[count++] = (byte) (group >> Byte.SIZE);
            into[count++] = (byte) group;
        }
        return count;
    }

    private static int number(String digits, int radix, int most) {
        if (digits.isEmpty() || digits.length() > most) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    static boolean isMapped(byte[] address) {
        return address.length == IPV6_BYTES
                && (address[10] & address[11] & 0xff) == 0xff
                && Arrays.equals(address, 0, MAPPED_PREFIX - 2, new byte[MAPPED_PREFIX - 2], 0, MAPPED_PREFIX - 2);
    }

    /** The four bytes of an IPv4-mapped address, any other as it is. */
    static byte[] unmapped(byte[] address) {
        return isMapped(address) ? Arrays.copyOfRange(address, MAPPED_PREFIX, IPV6_BYTES) : address;
    }
}
