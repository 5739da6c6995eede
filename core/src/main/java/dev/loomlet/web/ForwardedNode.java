package dev.loomlet.web;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Who stands in {@code Forwarded} (RFC 7239 §6): an address, an obfuscated name or {@code unknown}, with a port or without. Immutable, for
 * any thread.
 *
 * @param name the address as sent, without brackets; or a name that begins with an underscore; or {@code unknown}
 * @param address the address; empty if the name is none
 * @param port the port, digits, or a name that begins with an underscore; empty if there is none
 */
public record ForwardedNode(String name, Optional<InetAddress> address, Optional<String> port) {

    private static final int MAX_PORT_DIGITS = 5;

    /**
     * Reads a node. Nothing is looked up.
     *
     * @param node the value of {@code for} or {@code by}, without quotes
     * @return the node; empty if it is malformed, as an IPv6 address without brackets
     */
    public static Optional<ForwardedNode> parse(String node) {
        int bracket = node.indexOf(']');
        boolean bracketed = node.startsWith("[") && bracket > 0;
        int colon = node.indexOf(':', bracketed ? bracket : 0);
        var host = colon < 0 ? node : node.substring(0, colon);
        var port = colon < 0 ? Optional.<String>empty() : Optional.of(node.substring(colon + 1));
        if (port.isPresent() && !isPort(port.get())) {
            return Optional.empty();
        }
        if (bracketed) {
            var literal = host.substring(1, host.length() - 1);
            return bracket != host.length() - 1 || literal.indexOf(':') < 0
                    ? Optional.empty()
                    : Network.address(literal).map(address -> new ForwardedNode(literal, Optional.of(address), port));
        }
        if (host.equalsIgnoreCase("unknown") || isObfuscated(host)) {
            return Optional.of(new ForwardedNode(host, Optional.empty(), port));
        }
        return Network.address(host).map(address -> new ForwardedNode(host, Optional.of(address), port));
    }

    /* node-port = port / obfport; port = 1*5DIGIT */
    private static boolean isPort(String port) {
        boolean digits = port.chars().allMatch(c -> Grammar.isDigit((char) c));
        return isObfuscated(port) || (digits && !port.isEmpty() && port.length() <= MAX_PORT_DIGITS);
    }

    /* obfnode = "_" 1*( ALPHA / DIGIT / "." / "_" / "-") */
    private static boolean isObfuscated(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Grammar.isAlpha(c) && !Grammar.isDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return name.length() > 1 && name.charAt(0) == '_';
    }

    /** Returns the node as it stands in a value, an IPv6 address in brackets. */
    @Override
    public String toString() {
        var host = name.indexOf(':') < 0 ? name : "[" + name + "]";
        return port.map(digits -> host + ":" + digits).orElse(host);
    }
}
