package dev.loomlet.server.http1;

import java.util.Arrays;
import java.util.List;

/**
 * Checks a trailer section (RFC 9112 §7.1.2) and drops it: nobody here has a use for trailers that came after the application may
 * have answered. A field that would change how the message is framed, routed or allowed is refused (RFC 9110 §6.5.1).
 */
final class TrailerSection {

    private static final List<String> FORBIDDEN = List.of(
            "host",
            "content-length",
            "transfer-encoding",
            "trailer",
            "te",
            "connection",
            "upgrade",
            "expect",
            "authorization",
            "proxy-authorization",
            "cookie");

    private enum State {
        NAME,
        VALUE,
        LF,
        LAST_LF
    }

    private State state = State.NAME;
    private byte[] name = new byte[32];
    private int nameLength;

    /** Takes a byte; whether it was the section's last. */
    boolean accept(byte b) throws ProtocolException {
        switch (state) {
            case NAME -> name(b);
            case VALUE -> {
                if (b == '\r') {
                    state = State.LF;
                } else {
                    require(Grammar.isFieldByte(b));
                }
            }
            case LF -> {
                require(b == '\n');
                nameLength = 0;
                state = State.NAME;
            }
            case LAST_LF -> {
                require(b == '\n');
                return true;
            }
        }
        return false;
    }

    private void name(byte b) throws ProtocolException {
        if (b == '\r') {
            require(nameLength == 0);
            state = State.LAST_LF;
        } else if (b == ':') {
            require(nameLength > 0);
            for (var forbidden : FORBIDDEN) {
                require(!Grammar.equalsIgnoreCase(name, 0, nameLength, forbidden));
            }
            state = State.VALUE;
        } else {
            require(Grammar.isTokenByte(b));
            if (nameLength == name.length) {
                name = Arrays.copyOf(name, 2 * nameLength);
            }
            name[nameLength++] = b;
        }
    }

    private static void require(boolean legal) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(Violation.BAD_TRAILER);
        }
    }
}
