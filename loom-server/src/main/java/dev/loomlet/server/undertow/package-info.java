/**
 * Undertow's engines on a hub's socket. In the order of the flow:
 *
 * <ol>
 *   <li>{@code Http2Connection}: a connection that speaks HTTP/2, as the server sees it; its {@code Http2Limits}, {@code Waits}
 *       and {@code Farewell}
 *   <li>{@code GreenStreamConnection}, {@code GreenSource}, {@code GreenSink}: a hub's socket, as XNIO sees it; {@code TlsSource},
 *       {@code TlsSink}: with TLS; {@code Linger}: its end
 *   <li>{@code Gate}: what is kept from the engine of what the client sends, {@code Calm}, {@code Budget}
 *   <li>{@code LoomHttp2Channel}: the engine, with limits that hold, {@code SendWindows}, {@code EngineFields}
 *   <li>{@code Interjections}: frames that the engine cannot send, {@code Frames}
 *   <li>{@code H2Stream}: a request and its response, as its virtual thread sees them, {@code StreamInput}, {@code StreamOutput}
 *   <li>{@code WebSocketConnection}: a connection that speaks WebSocket, whose frames are not Undertow's but {@code
 *       dev.loomlet.server.frame}'s; its {@code WebSocketLimits}, {@code WebSocketReader}, {@code WebSocketInput} of {@code Incoming} messages, {@code
 *       WebSocketOutput}
 *   <li>{@code Engine}, {@code Upgrade}: what the server sees of both, and what an application sees of the server
 * </ol>
 *
 * <p>Rules. Only the loop of the connection's hub touches an object of Undertow's: they have locks, and a virtual thread that waits for
 * one while it holds another could be waited for by the hub that has to run it. Virtual threads exchange bytes with the loop by queues,
 * and park. Nobody keeps {@code getIoThread()}: relief changes which thread it is.
 *
 * <p>Not exported: an implementation package of the server.
 */
@NullMarked
package dev.loomlet.server.undertow;

import org.jspecify.annotations.NullMarked;
