/**
 * The servers of the comparison: each a {@link dev.loomlet.benchmarks.peers.Peer} that can be started as a process of its own, all with
 * the same answers.
 *
 * <p>In the process that measures: {@link dev.loomlet.benchmarks.peers.Peers} lists them, {@link dev.loomlet.benchmarks.peers.Route} is
 * what can be asked of them, {@link dev.loomlet.benchmarks.peers.RunningPeer} is one that runs. The classes called {@code …Server} are
 * the mains of the Java ones.
 */
@NullMarked
package dev.loomlet.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
