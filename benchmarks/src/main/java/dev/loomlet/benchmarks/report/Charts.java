package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which charts there are. Each has a panel for each of its workloads, and is left out where it would have none. */
final class Charts {

    private static final int WIDTH = 900;
    private static final int MARGIN = 20;
    private static final int HALF = (WIDTH - 4 * MARGIN) / 2;
    private static final int TOP = 58;
    private static final int BELOW_PANEL = 14;
    private static final List<Metric> PERCENTILES = List.of(Metric.P50_MICROS, Metric.P99_MICROS, Metric.P999_MICROS);

    private interface Drawing {
        void draw(Svg svg, Panel panel, double x, double y);
    }

    private final Medians medians;
    private final List<Chart> charts = new ArrayList<>();

    private Charts(Medians medians) {
        this.medians = medians;
    }

    static List<Chart> of(Medians medians) {
        var charts = new Charts(medians);
        var most = "closed loop, as many as are answered; more is better";
        charts.bars("throughput.svg", "Requests a second", most, Metric.REQUESTS_PER_SECOND);
        charts.bars(
                "cpu.svg",
                "CPU a request, µs",
                "user and system time of the server; less is better",
                Metric.CPU_MICROS);
        charts.latency();
        charts.stalls();
        charts.throughputLeft();
        var heap = "servers on the JVM; less is better";
        charts.bars("allocation.svg", "Heap allocated a request, bytes", heap, Metric.ALLOCATED_BYTES);
        charts.bars("memory.svg", "Resident memory an idle connection, bytes", "less is better", Metric.RESIDENT_BYTES);
        charts.bars("start.svg", "From process start to first answer, ms", "less is better", Metric.START_MILLIS);
        return List.copyOf(charts.charts);
    }

    /* What is driven at a fixed rate has no throughput or cost of its own. */
    private void bars(String file, String title, String about, Metric metric) {
        bars(
                file,
                new Frame(title, about, panels(metric, workload -> !medians.has(workload, Metric.OFFERED_RATE), HALF)));
    }

    private void throughputLeft() {
        var panels = panels(Metric.REQUESTS_PER_SECOND, this::stalls, HALF);
        var title = "Requests a second beside handlers that do not let go";
        bars("stalls-throughput.svg", new Frame(title, "closed loop; more is better", panels));
    }

    private void bars(String file, Frame frame) {
        var about = frame.about() + "; whiskers: least and most of the rounds; in parentheses: divided by ours";
        Drawing bars = (svg, panel, x, y) -> new Bars(panel).draw(svg, x, y);
        add(new Svg(WIDTH), file, new Frame(frame.title(), about, frame.panels()), bars);
    }

    private void latency() {
        Predicate<String> open = workload -> medians.has(workload, Metric.OFFERED_RATE) && !stalls(workload);
        var panels = panels(Metric.P99_MICROS, open, WIDTH - 2 * MARGIN);
        var svg = new Svg(WIDTH);
        Points.legend(svg, PERCENTILES, WIDTH - MARGIN, /* y= */ 24);
        var frame = new Frame(
                "Latency at a fixed rate",
                "open loop, from the intended start of each request; medians of the rounds; logarithmic axis; less is better",
                panels);
        add(svg, "latency.svg", frame, (to, panel, x, y) -> new Points(panel, PERCENTILES).draw(to, x, y));
    }

    private void stalls() {
        var panels = panels(Metric.P99_MICROS, this::stalls, HALF);
        var frame = new Frame(
                "p99 latency beside handlers that do not let go",
                "open loop; point: median, line: least to most of the rounds; logarithmic axis; less is better",
                panels);
        var only = List.of(Metric.P99_MICROS);
        add(new Svg(WIDTH), "stalls.svg", frame, (to, panel, x, y) -> new Points(panel, only).draw(to, x, y));
    }

    private boolean stalls(String workload) {
        return workload.startsWith("compute") || workload.startsWith("block");
    }

    private List<Panel> panels(Metric metric, Predicate<String> chosen, int width) {
        var workloads = medians.workloads().stream()
                .filter(workload -> medians.has(workload, metric))
                .filter(chosen)
                .toList();
        int across = workloads.size() == 1 ? WIDTH - 2 * MARGIN : width;
        int lines = workloads.stream()
                .mapToInt(workload -> Panel.about(medians, workload, across).size())
                .max()
                .orElse(1);
        return workloads.stream()
                .map(workload -> new Panel(medians, workload, metric, across, lines))
                .toList();
    }

    private record Frame(String title, String about, List<Panel> panels) {}

    /* Panels of half the width go in pairs, a single one alone takes it all. */
    private void add(Svg svg, String file, Frame frame, Drawing drawing) {
        if (frame.panels().isEmpty()) {
            return;
        }
        svg.bold(MARGIN, 28, Svg.Anchor.START, /* size= */ 17, frame.title());
        svg.text(MARGIN, 46, Svg.Anchor.START, Svg.FAINT_INK, frame.about());
        var panels = frame.panels();
        double y = TOP;
        for (int i = 0; i < panels.size(); ) {
            int across = panels.get(i).width() == HALF && i + 1 < panels.size() ? 2 : 1;
            double height = 0;
            for (int column = 0; column < across; column++, i++) {
                drawing.draw(svg, panels.get(i), MARGIN + column * (HALF + 2.0 * MARGIN), y);
                height = Math.max(height, panels.get(i).height());
            }
            y += height + BELOW_PANEL;
        }
        var alternative = frame.title() + " of "
                + medians.servers(panels.getFirst().workload()).size() + " servers";
        charts.add(new Chart(file, alternative, svg.file(y, frame.title(), description(frame, panels))));
    }

    private static String description(Frame frame, List<Panel> panels) {
        var text = new StringBuilder(frame.title() + " (" + frame.about() + ").");
        for (var panel : panels) {
            text.append(' ');
            panel.servers().forEach(server -> text.append(panel.tip(server)).append(". "));
        }
        return text.toString().strip();
    }
}
