package dev.loomlet.middleware;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Collects the settings of a {@link Balance}. Each method returns this builder; a value that cannot be used is an {@link
 * IllegalArgumentException} at once, with the setting's name. For one thread.
 */
public final class BalanceBuilder {

    final List<BackendUri> backends = new ArrayList<>();
    ForwardConfig config = ForwardConfig.defaults();
    BalanceStrategy strategy = BalanceStrategy.roundRobin();
    Optional<HealthCheck> healthCheck = Optional.empty();
    int maxFailures = 3;
    Duration restTime = Duration.ofSeconds(10);
    int tries = 3;
    int replayBytes = 64 * 1024;

    BalanceBuilder() {}

    /**
     * Adds a backend. There must be one at least.
     *
     * @param uri {@code http://host:port} or {@code https://host:port}, and perhaps a path to put before each request's
     * @return this builder
     * @throws IllegalArgumentException if {@code uri} is something else, or was added before
     */
    public BalanceBuilder backend(URI uri) {
        var backend = BackendUri.of(uri);
        if (backends.stream().anyMatch(other -> other.base().equals(backend.base()))) {
            throw new IllegalArgumentException("backend " + uri + " is there already");
        }
        backends.add(backend);
        return this;
    }

    /**
     * Sets how requests are passed on. Default {@link ForwardConfig#defaults()}.
     *
     * @param settings timeouts, fields
     * @return this builder
     */
    public BalanceBuilder config(ForwardConfig settings) {
        config = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /**
     * Sets which backend gets a request. Default {@link BalanceStrategy#roundRobin()}.
     *
     * @param which of those that are up
     * @return this builder
     */
    public BalanceBuilder strategy(BalanceStrategy which) {
        strategy = Objects.requireNonNull(which, "which");
        return this;
    }

    /**
     * Has the backends checked, each by a green thread of its own. Default: they are not.
     *
     * @param check what is asked of them
     * @return this builder
     * @throws IllegalArgumentException if its path is no URI's
     */
    public BalanceBuilder healthCheck(HealthCheck check) {
        URI.create("http://backend" + check.path());
        healthCheck = Optional.of(check);
        return this;
    }

    /**
     * Sets when a backend gets no requests for a while: after {@code failures} that it did not answer, one after the other. The first one
     * behind that while decides again. Default 3 and 10 s.
     *
     * @param failures in a row; 0: it always gets requests
     * @param time how long it gets none; more than 0
     * @return this builder
     */
    public BalanceBuilder maxFailures(int failures, Duration time) {
        maxFailures = atLeast("failures", 0, failures);
        restTime = ForwardConfigBuilder.positive("time", time);
        return this;
    }

    /**
     * Sets how many backends a request is sent to at most, one after the other, where that is safe. Default 3.
     *
     * @param count 1: there is no second try
     * @return this builder
     */
    public BalanceBuilder tries(int count) {
        tries = atLeast("tries", 1, count);
        return this;
    }

    /**
     * Sets how much of a request's body is kept for another try. Default 64 KiB. A request of which more was sent is not tried again.
     *
     * @param bytes 0: none
     * @return this builder
     */
    public BalanceBuilder replayBytes(int bytes) {
        replayBytes = atLeast("replayBytes", 0, bytes);
        return this;
    }

    /**
     * Starts what was collected: the client's thread, and the checks.
     *
     * @return the application, to be closed
     * @throws IllegalStateException if there is no backend
     */
    public Balance build() {
        if (backends.isEmpty()) {
            throw new IllegalStateException("there is no backend");
        }
        return new Balance(this);
    }

    static int atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " " + value + " is less than " + least);
        }
        return value;
    }
}
