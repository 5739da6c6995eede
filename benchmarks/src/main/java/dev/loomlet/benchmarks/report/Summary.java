package dev.loomlet.benchmarks.report;

import java.util.List;
import java.util.Map;

/** The results for people: the overview, then the tables; for a console, or as Markdown with the charts and the environment. */
final class Summary {

    private final Medians medians;

    Summary(Medians medians) {
        this.medians = medians;
    }

    String text() {
        var text = new StringBuilder(new Overview(medians).text());
        text.append(text.isEmpty() ? "" : "\n").append(legend()).append('\n');
        for (var workload : medians.workloads()) {
            var table = new Table(medians, workload);
            text.append('\n').append(table.title()).append('\n');
            text.append(table.load().isEmpty() ? "" : "(" + table.load() + ")\n");
            text.append('\n').append(table.text());
        }
        return text.toString();
    }

    /** A page of its own, beside the charts. */
    String page() {
        var date = medians.environment().facts().getOrDefault("date", "");
        return "# Results" + (date.isEmpty() ? "" : " of " + date) + "\n\n" + markdown("", "##");
    }

    /**
     * @param folder where the charts are, as a link's beginning: empty or with a slash at its end
     * @param heading the number signs of a heading
     */
    String markdown(String folder, String heading) {
        var text = new StringBuilder(new Overview(medians).text());
        text.append(text.isEmpty() ? "" : "\n");
        for (var chart : Charts.of(medians)) {
            text.append(
                    "![%s](%s%s)\n\n".formatted(chart.alternative().replaceAll("[\\[\\]]", ""), folder, chart.file()));
        }
        text.append(heading).append(" Tables\n\n").append(legend()).append('\n');
        for (var workload : medians.workloads()) {
            var table = new Table(medians, workload);
            text.append("\n%s# %s\n\n".formatted(heading, table.title()));
            text.append(table.load().isEmpty() ? "" : table.load() + ".\n\n");
            text.append(table.markdown());
        }
        text.append('\n').append(heading).append(" Environment\n\n");
        text.append(list(medians.environment().facts()));
        return text.toString();
    }

    private static String list(Map<String, String> facts) {
        var text = new StringBuilder();
        for (var fact : List.copyOf(facts.entrySet())) {
            text.append("* ")
                    .append(fact.getKey())
                    .append(": ")
                    .append(fact.getValue())
                    .append('\n');
        }
        return text.toString();
    }

    private String legend() {
        return "Median of the rounds [least-most]; ÷ " + medians.oursTitle()
                + ": ratio of the medians; ↑ more is better, ↓ less is better; – no figure.";
    }
}
