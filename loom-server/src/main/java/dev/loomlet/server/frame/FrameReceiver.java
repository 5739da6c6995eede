package dev.loomlet.server.frame;

/** Is told by a {@link FrameDecoder} what the client sent, within its call. What it is given is its own. */
public interface FrameReceiver {

    /** Whether it has as much as it takes for now, so that the decoder is to leave the rest where it is. */
    boolean isFull();

    /**
     * A message.
     *
     * @param payload all of it, unmasked; text was found to be UTF-8 unless it is compressed
     * @param text whether it is text
     * @param compressed whether it is compressed (RFC 7692 §6)
     */
    void message(byte[] payload, boolean text, boolean compressed);

    /** A ping, to be answered with the same payload. */
    void pinged(byte[] payload);

    /** A pong. */
    void ponged(byte[] payload);

    /**
     * A close frame; nothing comes behind it.
     *
     * @param code the code, {@link CloseCode#NONE} if there was none
     */
    void closed(int code, String reason);
}
