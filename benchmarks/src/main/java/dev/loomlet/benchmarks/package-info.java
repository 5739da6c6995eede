/**
 * What Loomlet costs: {@link dev.loomlet.benchmarks.concurrency} and {@link dev.loomlet.benchmarks.parts} measure pieces of it with JMH,
 * beside what they replace; the other packages put the whole server beside other servers.
 */
@NullMarked
package dev.loomlet.benchmarks;

import org.jspecify.annotations.NullMarked;
