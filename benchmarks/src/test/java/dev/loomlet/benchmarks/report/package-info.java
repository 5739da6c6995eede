/** Tests of what is written about results. */
@NullMarked
package dev.loomlet.benchmarks.report;

import org.jspecify.annotations.NullMarked;
