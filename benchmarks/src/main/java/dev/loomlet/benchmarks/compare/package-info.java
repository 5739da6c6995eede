/**
 * Every server side by side in one run. In the order of a run: {@link dev.loomlet.benchmarks.compare.Compare} reads the command line
 * ({@code Names}, {@code Pace}) and what there is to measure ({@code Workloads}); {@code Comparison} starts the servers ({@code Contender})
 * and drives them round by round ({@code Rotation}), one {@code Cell} after the other, each measured by its {@code Workload} with
 * {@code Cost} and {@code Instructions} around it; {@code Findings} keeps the rows, {@code Progress} says how far it is, {@code Interruption}
 * ends it early and clean. {@code Agreement} compares two finished runs.
 */
@NullMarked
package dev.loomlet.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
