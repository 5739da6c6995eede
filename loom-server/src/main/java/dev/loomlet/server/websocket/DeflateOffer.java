package dev.loomlet.server.websocket;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of permessage-deflate (RFC 7692 §7.1) both sides agree on.
 *
 * @param serverTakesOver whether what the server sends refers to what it sent before
 * @param clientTakesOver whether what the client sends may
 * @param answer what the field Sec-WebSocket-Extensions of the answer says
 */
record DeflateOffer(boolean serverTakesOver, boolean clientTakesOver, String answer) {

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_ALONE = "server_no_context_takeover";
    private static final String CLIENT_ALONE = "client_no_context_takeover";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";

    /* The JDK's Deflater knows no other window. Its Inflater reads smaller ones too. */
    private static final String BITS = "15";

    /** The first of the client's offers that can be kept to; empty if none can. */
    static Optional<DeflateOffer> choose(List<HandshakeFields.Extension> offers, Deflate setting) {
        return offers.stream()
                .filter(offer -> setting != Deflate.OFF && offer.name().equals(NAME))
                .flatMap(offer -> offer.parameters().stream())
                .filter(DeflateOffer::isPossible)
                .map(parameters -> answer(parameters, setting))
                .findFirst();
    }

    private static boolean isPossible(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .allMatch(parameter -> isPossible(parameter.getKey(), parameter.getValue()));
    }

    private static boolean isPossible(String name, String value) {
        return switch (name) {
            case SERVER_ALONE, CLIENT_ALONE -> value.isEmpty();
            case SERVER_BITS -> value.equals(BITS);
            case CLIENT_BITS -> value.isEmpty() || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }

    private static DeflateOffer answer(Map<String, String> offered, Deflate setting) {
        boolean alone = setting == Deflate.NO_CONTEXT_TAKEOVER;
        boolean serverAlone = alone || offered.containsKey(SERVER_ALONE);
        boolean clientAlone = alone || offered.containsKey(CLIENT_ALONE);
        var answer = NAME
                + (serverAlone ? "; " + SERVER_ALONE : "")
                + (clientAlone ? "; " + CLIENT_ALONE : "")
                + (offered.containsKey(SERVER_BITS) ? "; " + SERVER_BITS + "=" + BITS : "");
        return new DeflateOffer(!serverAlone, !clientAlone, answer);
    }
}
