package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.server.websocket.WebSocketHandler;
import dev.loomlet.server.websocket.WebSocketWSGI;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The closed loop of messages, against a server that speaks WebSocket well, and ones that do not. */
@Timeout(30)
class WebSocketLoopTest {

    private static final Duration BRIEF = Duration.ofMillis(300);

    private final AtomicLong messages = new AtomicLong();

    @Test
    void echo_countsWhatTheServerCounted() throws Exception {
        var result = run(socket -> {
            for (var message = socket.await(); message != null; message = socket.await()) {
                messages.incrementAndGet();
                socket.send(message);
            }
        });
        assertThat(result.requests()).isPositive().isEqualTo(messages.get());
        assertThat(result.errors()).isZero();
        assertThat(result.p99Micros()).isGreaterThanOrEqualTo(result.p50Micros());
    }

    @Test
    void anotherMessageThanWasSent_isAnError() {
        assertThatThrownBy(() -> run(socket -> {
                    while (socket.await() != null) {
                        socket.send("no message of a chat");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another frame");
    }

    @Test
    void connectionThatEnds_isAnError() {
        assertThatThrownBy(() -> run(socket -> socket.await()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another frame");
    }

    @Test
    void serverWithoutWebSocket_isAnErrorThatTellsItsAnswer() throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            assertThatThrownBy(() -> OwnClosedLoop.run(plan(server.target(), 1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not upgraded, but HTTP/1.1 200 OK");
        }
    }

    /** Each connection waits a second for its answer, one after the other; the loop must not wait for them all. */
    @Test
    void serverThatDoesNotAnswer_isAnErrorWhenTheTimeIsOver() throws Exception {
        try (var server = new TinyServer((head, number) -> "")) {
            assertThatThrownBy(() -> OwnClosedLoop.run(plan(server.target(), 64)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("answered nothing");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void messagesAreNotPipelined() {
        var target = new Target(1, "/", /* tls= */ false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClosedLoopPlan(target, 1, 2, false, 0, 0, /* webSocket= */ true, BRIEF, 1));
    }

    private static ClosedLoopResult run(WebSocketHandler handler) throws Exception {
        var server = Server.spawn(
                new WebSocketWSGI(handler), ServerConfig.builder().port(0).build());
        try {
            return ClosedLoop.run(plan(new Target(server.port(), "/echo", /* tls= */ false), 8));
        } finally {
            server.stop(Duration.ofSeconds(5));
        }
    }

    private static ClosedLoopPlan plan(Target target, int connections) {
        return new ClosedLoopPlan(target, connections, 1, false, 0, 0, /* webSocket= */ true, BRIEF, 1);
    }
}
