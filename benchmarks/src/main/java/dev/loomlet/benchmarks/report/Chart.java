package dev.loomlet.benchmarks.report;

/**
 * A rendered chart.
 *
 * @param file its file's name
 * @param alternative what is read in its place
 */
record Chart(String file, String alternative, String svg) {}
