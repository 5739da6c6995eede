/**
 * What stands between a server and an application (PEP 3333, "Middleware: Components that Play Both Sides"). Each is a
 * {@link dev.loomlet.wsgi.Middleware} of its own, for any server that keeps the contract:
 *
 * <ul>
 *   <li>{@link dev.loomlet.middleware.HttpExceptions}: what an application throws is answered
 * </ul>
 */
@NullMarked
package dev.loomlet.middleware;

import org.jspecify.annotations.NullMarked;
