/** Each middleware alone, without a socket, and all of them between two {@link dev.loomlet.wsgi.Lint}s. */
@NullMarked
package dev.loomlet.middleware;

import org.jspecify.annotations.NullMarked;
