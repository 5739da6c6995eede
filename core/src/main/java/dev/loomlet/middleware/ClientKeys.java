package dev.loomlet.middleware;

import dev.loomlet.web.Network;
import dev.loomlet.wsgi.Environ;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What tells one client of a {@link RateLimit} from another. Any thread. */
final class ClientKeys {

    private static final int MAX_LENGTH = 64;

    private ClientKeys() {}

    /** The client's address; of an IPv6 address the first 64 bits, since who has one has the others of that network too. */
    static String address(Environ environ) {
        var address = environ.remoteAddr();
        return Network.address(address).map(ClientKeys::network).orElse(address);
    }

    private static String network(InetAddress address) {
        var bytes = address.getAddress();
        int significant = address instanceof Inet6Address ? Long.BYTES : bytes.length;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, significant));
    }

    /** The key itself or, if it is long, its digest: what a client sends must not fill the memory. */
    static String bounded(String key) {
        if (key.length() <= MAX_LENGTH) {
            return key;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
