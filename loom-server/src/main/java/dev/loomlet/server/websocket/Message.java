package dev.loomlet.server.websocket;

import java.util.Arrays;

/** A message, the whole of it (RFC 6455 §5.6). */
public sealed interface Message {

    /**
     * Text, which on the wire is UTF-8.
     *
     * @param text the text
     */
    record Text(String text) implements Message {}

    /**
     * Bytes.
     *
     * @param bytes the bytes, not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // equal by content, below
    record Binary(byte[] bytes) implements Message {

        /** Tells whether {@code other} holds the same bytes. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /** Returns how many bytes there are. */
        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }
}
