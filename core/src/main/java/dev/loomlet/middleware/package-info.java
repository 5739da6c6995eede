/**
 * What stands between a server and an application (PEP 3333, "Middleware: Components that Play Both Sides"). Each is a
 * {@link dev.loomlet.wsgi.Middleware} of its own, for any server that keeps the contract:
 *
 * <ul>
 *   <li>{@link dev.loomlet.middleware.HttpExceptions}: what an application throws is answered
 * </ul>
 *
 * <p>To other servers, in the order of a request's way:
 *
 * <ol>
 *   <li>{@link dev.loomlet.middleware.Forward}: a reverse proxy
 *   <li>{@link dev.loomlet.middleware.ForwardConfig} and {@link dev.loomlet.middleware.ForwardConfigBuilder}: how it passes requests on
 *   <li>{@code ForwardRequest}: the request for a backend, out of {@code ForwardTarget}, {@code ForwardHeaders} ({@code HopByHop}, {@code
 *       ProxyFields}) and {@code ForwardBody}
 *   <li>{@code BackendClient}: sends it to a {@code BackendUri} by the JDK's HTTP client, its body by an {@code Upload}
 *   <li>{@code AnswerHead}, {@code AnswerBody}: the answer; or a {@code BackendException}
 *   <li>{@code Gateway}: what the client gets
 * </ol>
 */
@NullMarked
package dev.loomlet.middleware;

import org.jspecify.annotations.NullMarked;
