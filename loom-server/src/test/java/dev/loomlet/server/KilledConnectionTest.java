package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KilledConnectionTest {

    /** The interrupt of a kill has nobody to go to then, and on a hub the socket closes a moment later. */
    @Test
    void connection_killedBeforeItsThreadBegins_neverCallsTheApplication() throws Exception {
        var calls = new AtomicInteger();
        var service = new Service(
                (environ, startResponse) -> {
                    calls.incrementAndGet();
                    return Apps.HELLO.call(environ, startResponse);
                },
                ServerConfig.defaults(),
                new StopSignal());
        var connections = new Connections(service.config());
        var transport = new PiecesTransport(List.of(Apps.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
        var connection = new Connection(service, connections, transport);
        assertThat(connections.add(connection)).isTrue();
        connection.kill();
        connection.run();
        assertThat(calls).hasValue(0);
        assertThat(connections.size()).isZero();
    }
}
