/**
 * The frames of WebSocket (RFC 6455 §5), without I/O: bytes in, values out; no socket, no thread, no clock. In the order of the flow:
 *
 * <ol>
 *   <li>{@code FrameDecoder}: what the client sends, to messages and control frames; {@code Opcode}, {@code Mask}, {@code MessageBuilder}
 *   <li>{@code Utf8Validator}: whether text is UTF-8, piece by piece
 *   <li>{@code CloseCode}: why a connection closes; {@code FrameException}: why it is closed by us
 *   <li>{@code FrameEncoder}: what the server sends
 * </ol>
 *
 * <p>Not exported: an implementation package of the server.
 */
@NullMarked
package dev.loomlet.server.frame;

import org.jspecify.annotations.NullMarked;
