/**
 * JMH benchmarks of the steps of a request, each alone, on one thread and without I/O.
 *
 * <p>A benchmark of a trick has it beside the plain way to do the same, which is a method whose name begins with {@code plain}.
 *
 * <p>Others are in this module's packages {@code dev.loomlet.server}, {@code dev.loomlet.server.http1} and {@code dev.loomlet.server.hub},
 * since what they measure is package-private there. Everything here is on the class path, where a package may have two homes.
 */
@NullMarked
package dev.loomlet.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
