package dev.loomlet.benchmarks.report;

/**
 * Why there is no figure of a server in a workload; or, where there are rows of the two, what a reader must know about them, for example
 * that the generator could not keep up.
 */
public record Gap(String workload, String server, String reason) {}
