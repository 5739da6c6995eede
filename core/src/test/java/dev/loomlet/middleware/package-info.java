/** Tests of the middlewares, each between two {@link dev.loomlet.wsgi.Lint}s and without a socket. */
@NullMarked
package dev.loomlet.middleware;

import org.jspecify.annotations.NullMarked;
