package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Lint;
import dev.loomlet.wsgi.LintError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A server on a free port with everything watched: the application under {@link Lint}, each access record kept, and at the close a check
 * that nothing broke the contract and no connection is left.
 */
final class TestServer implements AutoCloseable {

    private final Server server;
    private final BlockingQueue<AccessRecord> records;
    private final List<LintError> lintErrors;

    private TestServer(Server server, BlockingQueue<AccessRecord> records, List<LintError> lintErrors) {
        this.server = server;
        this.records = records;
        this.lintErrors = lintErrors;
    }

    static TestServer of(Application application) throws IOException {
        return of(application, config -> config);
    }

    static TestServer of(Application application, UnaryOperator<ServerConfigBuilder> settings) throws IOException {
        var lintErrors = new CopyOnWriteArrayList<LintError>();
        Application watched = (environ, startResponse) -> {
            try {
                return new Lint(warning -> {}).wrap(application).call(environ, startResponse);
            } catch (LintError e) {
                lintErrors.add(e);
                throw e;
            }
        };
        return start(watched, settings, lintErrors);
    }

    /** For applications that break the contract on purpose. */
    static TestServer withoutLint(Application application, UnaryOperator<ServerConfigBuilder> settings)
            throws IOException {
        return start(application, settings, new CopyOnWriteArrayList<>());
    }

    static TestServer withoutLint(Application application) throws IOException {
        return withoutLint(application, config -> config);
    }

    private static TestServer start(
            Application application, UnaryOperator<ServerConfigBuilder> settings, List<LintError> lintErrors)
            throws IOException {
        var records = new LinkedBlockingQueue<AccessRecord>();
        var config = ServerConfig.builder().port(0).drainOnShutdown(false).accessLog(records::add);
        return new TestServer(Server.spawn(application, settings.apply(config).build()), records, lintErrors);
    }

    Server server() {
        return server;
    }

    int port() {
        return server.port();
    }

    RawClient connect() throws IOException {
        return RawClient.connect(server.address());
    }

    /** The next access record, waiting for it. */
    AccessRecord nextRecord() throws InterruptedException {
        var entry = records.poll(5, TimeUnit.SECONDS);
        assertThat(entry).as("access record within 5 s").isNotNull();
        return entry;
    }

    /** The records that nobody has taken. */
    List<AccessRecord> records() {
        return List.copyOf(records);
    }

    /** Waits until {@code count} connections are open. */
    void awaitConnections(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (server.connections() != count) {
            assertThat(System.nanoTime()).as("%d connections within 5 s", count).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() {
        boolean finished = stop(Duration.ofSeconds(2));
        assertThat(lintErrors).isEmpty();
        assertThat(finished).as("all requests finished by themselves").isTrue();
        assertThat(server.connections()).isZero();
    }

    private boolean stop(Duration grace) {
        try {
            return server.stop(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the server stopped", e);
        }
    }

    /** For tests that leave a handler that must be ended by force. */
    void kill() throws InterruptedException {
        server.kill();
        server.await();
    }
}
