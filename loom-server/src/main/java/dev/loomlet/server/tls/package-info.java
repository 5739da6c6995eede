/**
 * TLS without I/O: ciphertext in, bytes out, and back. {@code TlsEngine} is one connection's, {@code RecordBuffers} lends it memory. No
 * socket and no thread; what a connection's thread and a hub's loop have in common.
 *
 * <p>Not exported: an implementation package of the server.
 */
@NullMarked
package dev.loomlet.server.tls;

import org.jspecify.annotations.NullMarked;
