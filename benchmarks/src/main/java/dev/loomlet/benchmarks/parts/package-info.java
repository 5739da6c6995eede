/**
 * JMH benchmarks of the steps of a request, each alone, on one thread and without I/O.
 *
 * <p>Two more are in this module's package {@code dev.loomlet.server}, since what they measure is package-private there: {@code
 * EnvironBenchmark} and {@code DateBenchmark}. Everything here is on the class path, where a package may have two homes.
 */
@NullMarked
package dev.loomlet.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
