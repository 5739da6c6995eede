/** What the parts of Loomlet cost, measured with JMH beside what they replace. */
@NullMarked
package dev.loomlet.benchmarks;

import org.jspecify.annotations.NullMarked;
