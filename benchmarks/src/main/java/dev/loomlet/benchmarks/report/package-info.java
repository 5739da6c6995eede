/**
 * What a comparison leaves behind, in the order it is made: raw {@link dev.loomlet.benchmarks.report.Row rows} and
 * {@link dev.loomlet.benchmarks.report.Gap gaps}, with their {@link dev.loomlet.benchmarks.report.Environment}, are
 * {@link dev.loomlet.benchmarks.report.Results}; {@link dev.loomlet.benchmarks.report.Report} writes them as files, reads them back, and
 * renders tables and charts.
 */
@NullMarked
package dev.loomlet.benchmarks.report;

import org.jspecify.annotations.NullMarked;
