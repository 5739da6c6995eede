package dev.loomlet.server.websocket;

/** Whether messages may be compressed, by permessage-deflate (RFC 7692), where the client offers it. */
public enum Deflate {
    /** Never. */
    OFF,

    /** Each message by itself (RFC 7692 §7.1.1): between messages a connection holds nothing for it. */
    NO_CONTEXT_TAKEOVER,

    /**
     * With what went before, unless the client wants it otherwise. Similar messages become smaller; each connection holds some 300 KiB
     * outside the heap for it, from its first compressed message on.
     */
    CONTEXT_TAKEOVER
}
