/**
 * JMH benchmarks of what runs at the same time: green threads beside the JDK's own means, and connections of the server in process.
 *
 * <p>JMH calls each benchmark method on a platform thread of its own; what that method spawns runs on virtual threads unless it says
 * otherwise.
 */
@NullMarked
package dev.loomlet.benchmarks.concurrency;

import org.jspecify.annotations.NullMarked;
