package dev.loomlet.middleware;

import dev.loomlet.web.Network;
import dev.loomlet.wsgi.Environ;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
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
        return HexFormat.of().formatHex(Digests.sha256(key.getBytes(StandardCharsets.UTF_8)));
    }
}
