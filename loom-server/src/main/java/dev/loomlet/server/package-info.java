/**
 * The server. What a program needs is {@link dev.loomlet.server.Server}, {@link dev.loomlet.server.ServerConfig} with its {@link
 * dev.loomlet.server.ServerConfigBuilder builder}, and {@link dev.loomlet.server.AccessLog} with its {@link
 * dev.loomlet.server.AccessRecord}. The rest is the way of a request, one step a file, in this order:
 *
 * <ol>
 *   <li>{@code Listener}: binds the address, says who holds it
 *   <li>{@code TlsReload}: notices new certificates
 *   <li>{@code Acceptor}: permit, accept, start the connection's thread; {@code ListenerPoll}: where it runs and waits, {@code HubPoll} on
 *       a hub, {@code SelectorPoll} on a thread of its own
 *   <li>{@code Scheduler}: what the connection's thread and bytes are: on a hub or on the JDK's scheduler
 *   <li>{@code Connections}: those that are open; how they end when the server does, of which {@code StopSignal} tells applications
 *   <li>{@code Connection}: the loop over the requests of one connection
 *   <li>{@code Transport}: the seam to I/O; {@code BlockingTransport}, {@code HubTransport}, {@code TlsTransport} over
 *       either and, for times, {@code Deadlines} and, off hubs, {@code WaitDeadline}
 *   <li>{@code ConnectionInput}: heads and body bytes
 *   <li>{@code RequestBody}: {@code wsgi.input}; {@code NoBody}, {@code FramedBody} with {@code FixedBody} and {@code ChunkedBody}, {@code
 *       Interim} for the 100
 *   <li>{@code EnvironBuilder}: head, peer and body to an environ, {@code RequestEnviron}, {@code TlsVariables}
 *   <li>{@code Exchange}: the application's call and the result's blocks; {@code Response}: start_response and write
 *   <li>{@code Outlet}: the seam to what carries responses; {@code Http1Outlet}
 *   <li>{@code ConnectionOutput}: bytes to the client
 *   <li>{@code ErrorResponses}: what the server answers by itself
 * </ol>
 *
 * <p>Everything of one connection runs on that connection's thread. A connection that begins with HTTP/2's preface is left to {@code
 * dev.loomlet.server.undertow}, and each of its streams runs on a thread of its own: {@code Http2Requests}, which reads the head by {@code
 * Http2Head}, the body as a {@code StreamBody}, and answers to a {@code Http2Outlet}. By {@code Http1Upgrade} an application takes its
 * connection over, for {@code dev.loomlet.server.websocket}.
 *
 * <p>For programs that have Undertow, one way in: {@link dev.loomlet.server.GreenHandler} serves an application in an Undertow server: {@code
 * HandlerRequest}, {@code HandlerHead}, {@code HandlerBody}, {@code HandlerOutlet}, and {@code ExchangeChannels}, which Undertow's I/O thread
 * reads and writes. And one out: {@link dev.loomlet.server.UndertowApp} runs an Undertow handler here: {@code AppRequest}, {@code AppLoop},
 * {@code AppConnection}, {@code AppSource}, {@code AppSink}, {@code AppReadiness}.
 */
@NullMarked
package dev.loomlet.server;

import org.jspecify.annotations.NullMarked;
