/**
 * The hello server beside others, in one run: {@link dev.loomlet.benchmarks.hello.HelloComparison} starts each as a process of its own and
 * drives them in turn.
 */
@NullMarked
package dev.loomlet.benchmarks.hello;

import org.jspecify.annotations.NullMarked;
