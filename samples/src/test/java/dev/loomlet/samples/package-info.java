/** Tests of the samples: {@code *Test} in this JVM, {@code *IT} with the packaged jar in a JVM of its own. */
@NullMarked
package dev.loomlet.samples;

import org.jspecify.annotations.NullMarked;
