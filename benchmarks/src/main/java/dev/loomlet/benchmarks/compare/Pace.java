package dev.loomlet.benchmarks.compare;

import java.time.Duration;

/**
 * How long and how often to measure, and by how many threads.
 *
 * @param closed how long a closed-loop cell lasts; whole seconds, since wrk knows no others
 * @param open how long an open-loop cell lasts
 * @param warmUp the load on a server before its first measured round of each workload; zero for none
 * @param firstWarmUp the load on a server after its start, for its compilers; before the warm-up of the first workload
 * @param freshWarmUp the same for a process that one cell has for itself
 * @param besideStalls requests a second beside the handlers of {@link StallWorkload}
 * @param rounds how often each server is measured in a workload
 * @param plaintextRounds the same for plaintext with 64 connections, the figure that most others are read beside
 * @param wrkThreads how many threads wrk has
 */
record Pace(
        Duration closed,
        Duration open,
        Duration warmUp,
        Duration firstWarmUp,
        Duration freshWarmUp,
        double besideStalls,
        int rounds,
        int plaintextRounds,
        int wrkThreads) {

    /* Far less than any server can do, so that what is late is late because of the stalls. */
    private static final double BESIDE_STALLS = 1_000;

    /** Twelve servers in less than three minutes: that everything works and roughly where it stands, no figure to quote. */
    static Pace quick() {
        var cell = Duration.ofSeconds(1);
        return new Pace(
                cell,
                Duration.ofMillis(500),
                Duration.ZERO,
                cell,
                cell,
                BESIDE_STALLS,
                /* rounds= */ 1,
                /* plaintextRounds= */ 1,
                /* wrkThreads= */ 1);
    }

    /** Twelve servers in less than thirty minutes. */
    static Pace full() {
        var cell = Duration.ofSeconds(1);
        return new Pace(
                cell,
                cell,
                cell,
                Duration.ofSeconds(8),
                cell,
                BESIDE_STALLS,
                /* rounds= */ 3,
                /* plaintextRounds= */ 5,
                /* wrkThreads= */ 1);
    }

    Pace withRounds(int number) {
        return new Pace(closed, open, warmUp, firstWarmUp, freshWarmUp, besideStalls, number, number, wrkThreads);
    }

    /** The same with another length of all cells; no warm-up of a workload is longer than a cell. */
    Pace withSeconds(double seconds) {
        var cell = Duration.ofMillis(Math.max(1, Math.round(seconds * 1_000)));
        var shorter = warmUp.compareTo(cell) < 0 ? warmUp : cell;
        return new Pace(
                cell, cell, shorter, firstWarmUp, freshWarmUp, besideStalls, rounds, plaintextRounds, wrkThreads);
    }

    Pace withFirstWarmUp(Duration time) {
        return new Pace(closed, open, warmUp, time, time, besideStalls, rounds, plaintextRounds, wrkThreads);
    }

    Pace withWarmUp(Duration time) {
        return new Pace(
                closed, open, time, firstWarmUp, freshWarmUp, besideStalls, rounds, plaintextRounds, wrkThreads);
    }

    Pace withRateBesideStalls(double rate) {
        return new Pace(closed, open, warmUp, firstWarmUp, freshWarmUp, rate, rounds, plaintextRounds, wrkThreads);
    }

    Pace withWrkThreads(int number) {
        return new Pace(closed, open, warmUp, firstWarmUp, freshWarmUp, besideStalls, rounds, plaintextRounds, number);
    }

    /** The time that a closed-loop cell really takes: wrk's whole seconds. */
    static Duration wholeSeconds(Duration planned) {
        return Duration.ofSeconds((planned.toMillis() + 999) / 1_000);
    }
}
