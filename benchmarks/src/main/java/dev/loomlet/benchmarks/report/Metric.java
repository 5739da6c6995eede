package dev.loomlet.benchmarks.report;

/** What is measured, with its unit and the direction that is better.. */
public enum Metric {
    REQUESTS_PER_SECOND("requests", "/s", Better.HIGHER),
    CPU_MICROS("CPU a request", "µs", Better.LOWER),
    USER_INSTRUCTIONS("user instructions a request", "", Better.LOWER),
    KERNEL_INSTRUCTIONS("kernel instructions a request", "", Better.LOWER),
    P50_MICROS("p50", "µs", Better.LOWER),
    P99_MICROS("p99", "µs", Better.LOWER),
    P999_MICROS("p99.9", "µs", Better.LOWER),
    MAX_MICROS("max", "µs", Better.LOWER),
    ALLOCATED_BYTES("allocated a request", "B", Better.LOWER),
    RESIDENT_BYTES("resident a connection", "B", Better.LOWER),
    START_MILLIS("start to first answer", "ms", Better.LOWER),
    ERRORS("errors", "", Better.LOWER),
    GENERATOR_CPU_PERCENT("generator CPU", "%", Better.NEITHER),
    OFFERED_RATE("offered", "/s", Better.NEITHER);

    /** Which direction of a metric is better; {@code NEITHER} for what describes the load and not the server. */
    public enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    private final String title;
    private final String unit;
    private final Better better;

    Metric(String title, String unit, Better better) {
        this.title = title;
        this.unit = unit;
        this.better = better;
    }

    /** A few words for the head of a column. */
    public String title() {
        return title;
    }

    /** The unit, or an empty string for a count. */
    public String unit() {
        return unit;
    }

    /** Both, such as {@code p99, µs} or {@code requests/s}. */
    String titleAndUnit() {
        return unit.isEmpty() || unit.startsWith("/") ? title + unit : title + ", " + unit;
    }

    /** A figure with the unit behind it. */
    String with(String figure) {
        return unit.isEmpty() || unit.startsWith("/") ? figure + unit : figure + " " + unit;
    }

    public Better better() {
        return better;
    }

    public boolean lowerIsBetter() {
        return better == Better.LOWER;
    }
}
