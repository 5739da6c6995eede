package dev.loomlet.benchmarks.compare;

import java.time.Duration;
import java.util.List;

/**
 * What a run is planned to take.
 *
 * @param cells how many there will be
 */
record Estimate(int cells, Duration time) {

    /** Starting a server that then runs all the time. */
    static final Duration START = Duration.ofMillis(1_100);

    static Estimate of(List<Workload> workloads, List<Contender> contenders, Pace pace) {
        int cells = 0;
        var time = Duration.ZERO;
        for (var contender : contenders) {
            boolean runs = false;
            for (var workload : workloads) {
                int rounds = workload.rounds(pace);
                cells += rounds;
                if (contender.unfit(workload).isEmpty()) {
                    runs |= workload.needsRunningServer();
                    time = time.plus(workload.warmUpTime(pace))
                            .plus(workload.cellTime(pace).multipliedBy(rounds));
                }
            }
            time = runs ? time.plus(start(pace)) : time;
        }
        return new Estimate(cells, time);
    }

    /** Starting a server that then runs all the time, and its first warm-up. */
    static Duration start(Pace pace) {
        return START.plus(Pace.wholeSeconds(pace.firstWarmUp()));
    }
}
