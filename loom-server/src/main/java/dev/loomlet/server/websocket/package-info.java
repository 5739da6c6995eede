/**
 * WebSocket (RFC 6455, RFC 7692): {@link dev.loomlet.server.websocket.WebSocketWSGI} is an application like any other, which takes its
 * connection over and calls a {@link dev.loomlet.server.websocket.WebSocketHandler} with a {@link dev.loomlet.server.websocket.WebSocket}
 * on the same thread. In the order of the flow:
 *
 * <ol>
 *   <li>{@code WebSocketWSGI}: the application, with its {@code WebSocketConfig} and its builder
 *   <li>{@code Handshake}: whether a request is a legal one, and what the answer says; {@code OriginCheck}, {@code HandshakeFields}
 *   <li>{@code DeflateOffer}: what of permessage-deflate is agreed on; {@code Deflate}
 *   <li>{@code WebSocketHandler}: what the application does with the connection
 *   <li>{@code WebSocket}: {@code await}, {@code send}, {@code close}; {@code Message}, {@code ConnectionClosedException}
 *   <li>{@code Deflation}: messages, compressed and back
 * </ol>
 *
 * <p>Below are {@code dev.loomlet.server.frame}, the frames, and {@code dev.loomlet.server.undertow.WebSocketConnection}, which reads and
 * writes them on the loop of a hub.
 */
@NullMarked
package dev.loomlet.server.websocket;

import org.jspecify.annotations.NullMarked;
