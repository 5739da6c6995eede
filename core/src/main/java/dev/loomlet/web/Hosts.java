package dev.loomlet.web;

import java.util.Optional;

/** Host and port, {@code uri-host [ ":" port ]} (RFC 9110 §7.2). */
final class Hosts {

    static final int HTTP_PORT = 80;
    static final int HTTPS_PORT = 443;
    private static final int HIGHEST_PORT = 65535;

    private Hosts() {}

    /* A colon within brackets is an IPv6 address's. */
    private static int colon(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? colon : host.length();
    }

    static String withoutPort(String host) {
        return host.substring(0, colon(host));
    }

    /** The port as it was sent; empty if there is none, or nothing behind the colon (RFC 3986 §3.2.3). */
    static Optional<String> port(String host) {
        int colon = colon(host);
        return colon < host.length() - 1 ? Optional.of(host.substring(colon + 1)) : Optional.empty();
    }

    static int number(String port) {
        int number = 0;
        for (int i = 0; i < port.length(); i++) {
            number = Grammar.isDigit(port.charAt(i)) ? number * 10 + port.charAt(i) - '0' : HIGHEST_PORT + 1;
            if (number > HIGHEST_PORT) {
                break;
            }
        }
        if (port.isEmpty() || number > HIGHEST_PORT) {
            throw HttpException.badRequest("the port that was asked for is not 0 to " + HIGHEST_PORT);
        }
        return number;
    }

    static String withoutUsualPort(String host, String scheme) {
        var usual = Integer.toString(scheme.equals("https") ? HTTPS_PORT : HTTP_PORT);
        return port(host).orElse(usual).equals(usual) ? withoutPort(host) : host;
    }

    /* reg-name without percent-encoding, which no host that resolves has (RFC 3986 §3.2.2), or an address. */
    static boolean isHost(String text) {
        var host = withoutPort(text);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        boolean named = !host.isEmpty() && host.chars().allMatch(c -> isNameCharacter((char) c));
        boolean address = bracketed
                && Network.address(host.substring(1, host.length() - 1)).isPresent();
        return (named || address) && isPort(text.substring(host.length()));
    }

    private static boolean isNameCharacter(char c) {
        return Grammar.isAlpha(c) || Grammar.isDigit(c) || c == '-' || c == '.' || c == '_';
    }

    private static boolean isPort(String text) {
        return text.length() <= 6 && text.chars().skip(1).allMatch(c -> Grammar.isDigit((char) c));
    }
}
