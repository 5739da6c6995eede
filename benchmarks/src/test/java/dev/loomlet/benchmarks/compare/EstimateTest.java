package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {

    private static final Pace PACE = Pace.full();

    private final Workload json = ClosedLoopWorkload.of("json", "", Route.JSON, 64);
    private final Workload start = new StartWorkload("start", "");

    @Test
    void oneServerAndWorkload_isItsStartWarmUpsAndRounds() {
        var estimate = estimate(List.of(json), StillPeer.of("a", Route.JSON));
        assertThat(estimate.cells()).isEqualTo(3);
        assertThat(estimate.time())
                .isEqualTo(Estimate.start(PACE)
                        .plus(json.warmUpTime(PACE))
                        .plus(json.cellTime(PACE).multipliedBy(3)));
    }

    @Test
    void workloadWithItsOwnProcess_needsNoServerThatRunsAllTheTime() {
        var estimate = estimate(List.of(start), StillPeer.of("a", Route.PLAINTEXT));
        assertThat(estimate.time()).isEqualTo(start.cellTime(PACE).multipliedBy(3));
    }

    @Test
    void missingServerOrRoute_isACellThatTakesNoTime() {
        var missing = new StillPeer("a", Set.of(Route.PLAINTEXT), Optional.of("not installed"));
        var estimate = estimate(List.of(start), missing, StillPeer.of("b", Route.JSON));
        assertThat(estimate).isEqualTo(new Estimate(6, Duration.ZERO));
    }

    /** What the options promise, for twelve servers that can do everything. */
    @Test
    void twelveServers_areAsQuickAsPromised() {
        var peers = IntStream.range(0, 12)
                .mapToObj(number -> (Peer) StillPeer.of("s" + number, Route.values()))
                .map(EstimateTest::contender)
                .toList();
        assertThat(Estimate.of(Workloads.quick(), peers, Pace.quick()).time()).isLessThan(Duration.ofMinutes(3));
        assertThat(Estimate.of(Workloads.all(), peers, Pace.full()).time()).isLessThan(Duration.ofMinutes(35));
    }

    private static Estimate estimate(List<Workload> workloads, Peer... peers) {
        return Estimate.of(
                workloads, List.of(peers).stream().map(EstimateTest::contender).toList(), PACE);
    }

    private static Contender contender(Peer peer) {
        return new Contender(peer, Path.of("nowhere"));
    }
}
