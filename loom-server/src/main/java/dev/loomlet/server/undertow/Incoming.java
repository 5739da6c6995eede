package dev.loomlet.server.undertow;

/** A message as it came from a client. */
public final class Incoming {

    private final byte[] payload;
    private final boolean text;
    private final boolean compressed;

    Incoming(byte[] payload, boolean text, boolean compressed) {
        this.payload = payload;
        this.text = text;
        this.compressed = compressed;
    }

    /** All of it, the receiver's; text is UTF-8 unless it is compressed. */
    public byte[] payload() {
        return payload;
    }

    /** Whether it is text. */
    public boolean isText() {
        return text;
    }

    /** Whether it is compressed (RFC 7692 §6). */
    public boolean isCompressed() {
        return compressed;
    }
}
