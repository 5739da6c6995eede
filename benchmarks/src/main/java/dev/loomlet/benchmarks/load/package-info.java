/**
 * The load of the comparison, generated in the process that compares: {@link dev.loomlet.benchmarks.load.ClosedLoop} for the most that a
 * server can do, {@link dev.loomlet.benchmarks.load.OpenLoop} for the latency at a fixed rate,
 * {@link dev.loomlet.benchmarks.load.IdleConnections} for the memory of a connection, and {@link dev.loomlet.benchmarks.load.Hogs} for
 * slow requests beside those that are measured. All connect to 127.0.0.1. Every answer is read whole, and what is not an answer counts as
 * an error: no failure is left out of a figure.
 */
@NullMarked
package dev.loomlet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
