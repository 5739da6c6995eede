/**
 * HTTP/1.1 without I/O: bytes in, values out (RFC 9110, RFC 9112). No class here opens a socket, starts a thread or reads a clock,
 * and none blocks. In the order of a request's way:
 *
 * <ol>
 *   <li>{@link dev.loomlet.server.http1.HeadScanner}: where the head ends, in bytes that come piece by piece; limits;
 *       {@code WordSearch}
 *   <li>{@link dev.loomlet.server.http1.RequestHeadParser}: head bytes to {@link dev.loomlet.server.http1.RequestHead}, with {@link
 *       dev.loomlet.server.http1.RequestTarget}
 *   <li>{@link dev.loomlet.server.http1.Expectation}: whether the client waits for a 100
 *   <li>{@link dev.loomlet.server.http1.BodyFraming}: how the body is delimited
 *   <li>{@link dev.loomlet.server.http1.ChunkedDecoder}: the chunked coding, with extensions and trailers
 *   <li>{@link dev.loomlet.server.http1.ResponseFraming}: how the response's end is told
 *   <li>{@link dev.loomlet.server.http1.ResponseEncoder}: the response's head into a {@link dev.loomlet.server.http1.ByteBuilder};
 *       {@code StatusLines}
 *   <li>{@link dev.loomlet.server.http1.Persistence}: whether the connection goes on
 * </ol>
 *
 * What a client does wrong is a {@link dev.loomlet.server.http1.ProtocolException} with its {@link
 * dev.loomlet.server.http1.Violation}; there is no other outcome for any bytes. Parsing is strict and has no switches.
 */
@NullMarked
package dev.loomlet.server.http1;

import org.jspecify.annotations.NullMarked;
