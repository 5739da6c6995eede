package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of all rounds put together: a {@link Spread} for each workload, server and metric, and what all others are compared with. */
final class Medians {

    /**
     * The short names of our server, as it runs where hubs can be used and as it runs elsewhere. What took part of them first is what all are
     * compared with; where nothing did, the first server.
     */
    private static final List<String> OURS = List.of("loomlet-hub", "loomlet");

    private record Place(String workload, String server, Metric metric) {}

    private final Results results;
    private final Map<Place, Spread> spreads = new LinkedHashMap<>();
    private final List<String> workloads;
    private final List<String> servers;

    Medians(Results results) {
        this.results = results;
        Map<Place, List<Double>> values = new LinkedHashMap<>();
        for (var row : results.rows()) {
            values.computeIfAbsent(new Place(row.workload(), row.server(), row.metric()), place -> new ArrayList<>())
                    .add(row.value());
        }
        values.forEach((place, list) -> spreads.put(
                place, Spread.of(list.stream().mapToDouble(Double::doubleValue).toArray())));
        workloads = workloadsInOrder();
        servers = serversInOrder();
    }

    /* Only what was driven or ought to have been: a run of a few workloads knows the titles of all. */
    private List<String> workloadsInOrder() {
        Set<String> driven = new LinkedHashSet<>();
        results.rows().forEach(row -> driven.add(row.workload()));
        results.gaps().forEach(gap -> driven.add(gap.workload()));
        Set<String> ordered =
                new LinkedHashSet<>(results.environment().workloads().keySet());
        ordered.retainAll(driven);
        ordered.addAll(driven);
        return List.copyOf(ordered);
    }

    private List<String> serversInOrder() {
        Set<String> driven = new LinkedHashSet<>();
        results.rows().forEach(row -> driven.add(row.server()));
        results.gaps().forEach(gap -> driven.add(gap.server()));
        Set<String> ordered =
                new LinkedHashSet<>(results.environment().servers().keySet());
        ordered.retainAll(driven);
        ordered.addAll(driven);
        return List.copyOf(ordered);
    }

    Environment environment() {
        return results.environment();
    }

    List<String> workloads() {
        return workloads;
    }

    /** All servers that the workload says something about, a figure or a gap. */
    List<String> servers(String workload) {
        return servers.stream()
                .filter(server -> !metrics(workload, server).isEmpty()
                        || !reasons(workload, server).isEmpty())
                .toList();
    }

    /** What the ratios relate to; empty if there is nothing at all. */
    Optional<String> ours() {
        return allOfOurs().stream().findFirst().or(() -> servers.stream().findFirst());
    }

    /** What the ratios relate to, in a word. */
    String oursTitle() {
        return ours().filter(server -> !OURS.contains(server)).orElse("ours");
    }

    /** Each way in which our server took part. */
    List<String> allOfOurs() {
        return OURS.stream().filter(servers::contains).toList();
    }

    /** Whether it is our server in any way, or what stands for it. */
    boolean isOfOurs(String server) {
        return isOurs(server) || OURS.contains(server);
    }

    boolean isOurs(String server) {
        return ours().filter(server::equals).isPresent();
    }

    /** The metrics that any server has in the workload, in the order of the enum. */
    Set<Metric> metrics(String workload) {
        var metrics = EnumSet.noneOf(Metric.class);
        servers.forEach(server -> metrics.addAll(metrics(workload, server)));
        return metrics;
    }

    private Set<Metric> metrics(String workload, String server) {
        var metrics = EnumSet.noneOf(Metric.class);
        for (var metric : Metric.values()) {
            spread(workload, server, metric).ifPresent(spread -> metrics.add(metric));
        }
        return metrics;
    }

    boolean has(String workload, Metric metric) {
        return servers.stream()
                .anyMatch(server -> spread(workload, server, metric).isPresent());
    }

    Optional<Spread> spread(String workload, String server, Metric metric) {
        return Optional.ofNullable(spreads.get(new Place(workload, server, metric)));
    }

    /** The median of the server divided by ours; empty where one of the two is missing, or ours is 0. */
    Optional<Double> ratio(String workload, String server, Metric metric) {
        var base = ours().flatMap(ours -> spread(workload, ours, metric)).filter(spread -> spread.median() != 0);
        return base.flatMap(ours -> spread(workload, server, metric).map(spread -> spread.median() / ours.median()));
    }

    /** Why figures are missing, or what must be known of them. */
    List<String> reasons(String workload, String server) {
        return results.gaps().stream()
                .filter(gap -> gap.workload().equals(workload) && gap.server().equals(server))
                .map(Gap::reason)
                .toList();
    }

    /** The name for people, with the version where one is known. */
    String serverTitle(String server) {
        return results.environment().servers().getOrDefault(server, server);
    }

    /** What the workload does in a few words; empty where nothing is known but its name. */
    String workloadTitle(String workload) {
        return results.environment().workloads().getOrDefault(workload, "");
    }

    /** The largest number of rounds that any figure has. */
    int rounds() {
        return spreads.values().stream().mapToInt(Spread::rounds).max().orElse(0);
    }
}
