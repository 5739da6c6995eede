package dev.loomlet.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of IP addresses: an address and how many of its bits count (CIDR, RFC 4632 §3.1, RFC 4291 §2.3). Immutable; any thread may use it.
 *
 * <p>An IPv4-mapped IPv6 address, {@code ::ffff:10.0.0.1} (RFC 4291 §2.5.5.2), is the IPv4 address it holds, here and in what is asked for:
 * a system that listens on both families shows its IPv4 clients so. A network of one family contains no address of the other, {@code ::/0}
 * no IPv4 address either. Zones, {@code fe80::1%eth0}, are left out of account.
 *
 * <p>Nothing here looks up a name.
 */
public final class Network {

    private static final int MAPPED_BITS = 96;

    private final byte[] first;
    private final int prefix;

    private Network(byte[] first, int prefix) {
        this.first = first;
        this.prefix = prefix;
    }

    /**
     * Reads a network: {@code "10.0.0.0/8"}, {@code "2001:db8::/32"}, or an address alone, {@code "::1"}, which is a network of one.
     *
     * @param network an address, and perhaps a slash and how many of its leading bits count
     * @return the network
     * @throws IllegalArgumentException if {@code network} is something else, a name for one, or has bits set behind those that count, as
     *     {@code "10.0.0.1/8"}, which is likely not what was meant
     */
    public static Network parse(String network) {
        int slash = network.indexOf('/');
        var address = IpLiterals.bytes(slash < 0 ? network : network.substring(0, slash))
                .filter(bytes -> network.indexOf('%') < 0)
                .orElseThrow(() ->
                        new IllegalArgumentException("network " + network + " does not begin with an IP address"));
        int bits = address.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(network.substring(slash + 1), bits);
        if (prefix < 0) {
            throw new IllegalArgumentException("network " + network + " has a prefix length that is not 0 to " + bits);
        }
        var unmapped = address;
        if (IpLiterals.isMapped(address) && prefix >= MAPPED_BITS) {
            unmapped = IpLiterals.unmapped(address);
            prefix -= MAPPED_BITS;
        }
        if (!Arrays.equals(unmapped, masked(unmapped, prefix))) {
            throw new IllegalArgumentException("network " + network + " has bits set behind the first " + prefix);
        }
        return new Network(unmapped, prefix);
    }

    /**
     * Reads an IP address, of a peer or from a header. Never a lookup: what is no address is no address.
     *
     * @param literal four decimal numbers without leading zeros, or an IPv6 address without brackets, perhaps with a zone (which is dropped)
     * @return the address, an {@link Inet4Address} also for an IPv4-mapped one; empty if {@code literal} is none
     */
    public static Optional<InetAddress> address(String literal) {
        return IpLiterals.bytes(literal).map(IpLiterals::unmapped).map(Network::ofBytes);
    }

    /**
     * Tells whether {@code address} is in this network.
     *
     * @param address an IPv4 or IPv6 address
     * @return whether its first bits are this network's
     */
    public boolean contains(InetAddress address) {
        var bytes = IpLiterals.unmapped(address.getAddress());
        if (bytes.length != first.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        int rest = Byte.SIZE - prefix % Byte.SIZE;
        return Arrays.equals(bytes, 0, whole, first, 0, whole)
                && (rest == Byte.SIZE || (bytes[whole] & 0xff) >> rest == (first[whole] & 0xff) >> rest);
    }

    /* At most three digits and no leading zero, so that it cannot overflow or be read as octal; -1 for anything else. */
    private static int prefix(String digits, int bits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= 3
                && (digits.length() == 1 || digits.charAt(0) != '0')
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int prefix = plain ? Integer.parseInt(digits) : -1;
        return prefix <= bits ? prefix : -1;
    }

    private static byte[] masked(byte[] address, int prefix) {
        var masked = new byte[address.length];
        for (int bit = 0; bit < prefix; bit++) {
            masked[bit / Byte.SIZE] |= (byte) (address[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE)));
        }
        return masked;
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of " + bytes.length + " bytes", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network that && prefix == that.prefix && Arrays.equals(first, that.first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + prefix;
    }

    /** Returns the first address, a slash and the number of bits that count: {@code 10.0.0.0/8}. */
    @Override
    public String toString() {
        return ofBytes(first).getHostAddress() + "/" + prefix;
    }
}
