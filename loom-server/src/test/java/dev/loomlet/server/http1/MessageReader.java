package dev.loomlet.server.http1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads one request from bytes that come in pieces, as a server does, with nothing but this package. Around the bytes that have come
 * stand others, so that a look beyond them would be noticed.
 */
final class MessageReader {

    /**
     * What was read.
     *
     * @param head the head
     * @param body the body out of its framing, a character for a byte
     * @param length how many bytes the message had, empty lines before it included
     */
    record Message(RequestHead head, String body, int length) {}

    /* A reader that strays takes these for the end of a line, of a chunk or of a body, for a size or a name. */
    private static final byte[] STRANGE = "\r\n\r\n0\r\n\r\nA:".getBytes(StandardCharsets.US_ASCII);

    private final byte[] sent;
    private final byte[] buffer;
    private final HeadScanner scanner = new HeadScanner(Limits.DEFAULTS);
    private final ChunkedDecoder chunks = new ChunkedDecoder(Limits.DEFAULTS);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<RequestHead> head = Optional.empty();
    private BodyFraming framing = BodyFraming.None.INSTANCE;
    private int received = STRANGE.length;
    private int position = STRANGE.length;

    private MessageReader(byte[] sent) {
        this.sent = sent;
        buffer = new byte[sent.length + 2 * STRANGE.length];
        for (int i = 0; i < buffer.length; i++) {
            buffer[i] = STRANGE[i % STRANGE.length];
        }
    }

    /** Reads a message that comes in one piece; empty if it is incomplete. */
    static Optional<Message> read(byte[] bytes) throws ProtocolException {
        return new MessageReader(bytes).receive(bytes.length);
    }

    /** Reads a message of which {@code cut} bytes come first and then the others. */
    static Optional<Message> read(byte[] bytes, int cut) throws ProtocolException {
        var reader = new MessageReader(bytes);
        var message = reader.receive(cut);
        return message.isPresent() ? message : reader.receive(bytes.length);
    }

    /** Reads a message that comes byte by byte. */
    static Optional<Message> readByteByByte(byte[] bytes) throws ProtocolException {
        var reader = new MessageReader(bytes);
        Optional<Message> message = Optional.empty();
        for (int count = 1; count <= bytes.length && message.isEmpty(); count++) {
            message = reader.receive(count);
        }
        return message;
    }

    /** Goes on when {@code count} bytes have come, all in all. */
    private Optional<Message> receive(int count) throws ProtocolException {
        int end = STRANGE.length + count;
        System.arraycopy(sent, received - STRANGE.length, buffer, received, end - received);
        received = end;
        if (head.isEmpty() && !readHead()) {
            return Optional.empty();
        }
        return isComplete()
                ? Optional.of(
                        new Message(head.get(), body.toString(StandardCharsets.ISO_8859_1), position - STRANGE.length))
                : Optional.empty();
    }

    private boolean readHead() throws ProtocolException {
        int length = scanner.scan(buffer, STRANGE.length, received);
        if (length < 0) {
            return false;
        }
        position += length;
        var parsed = RequestHeadParser.parse(buffer, STRANGE.length + scanner.start(), position, scanner.headerLines());
        Expectation.isContinue(parsed);
        Persistence.of(parsed);
        framing = BodyFraming.ofRequest(parsed, /* maxBodyBytes= */ 0);
        head = Optional.of(parsed);
        return true;
    }

    private boolean isComplete() throws ProtocolException {
        return switch (framing) {
            case BodyFraming.None none -> true;
            case BodyFraming.Fixed fixed -> {
                take(fixed.length() - body.size());
                yield body.size() == fixed.length();
            }
            case BodyFraming.Chunked chunked -> {
                readChunks();
                yield chunks.isComplete();
            }
        };
    }

    private void readChunks() throws ProtocolException {
        while (!chunks.isComplete() && position < received) {
            position = chunks.advance(buffer, position, received);
            chunks.take(take(chunks.dataLeft()));
        }
    }

    private int take(long wanted) {
        int count = (int) Math.min(wanted, received - position);
        body.write(buffer, position, count);
        position += count;
        return count;
    }
}
