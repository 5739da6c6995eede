/** Certificates and keys as files have them, and what clients get. */
@NullMarked
package dev.loomlet.tls;

import org.jspecify.annotations.NullMarked;
