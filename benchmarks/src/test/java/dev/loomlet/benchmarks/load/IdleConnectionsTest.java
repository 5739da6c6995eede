package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {

    @Test
    void each_getsOneAnswerAndStaysOpenUntilClose() throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            try (var idle = IdleConnections.open(server.target(), 500)) {
                assertThat(server.requests()).isEqualTo(500);
                assertThat(server.openConnections()).isEqualTo(500);
                assertThat(idle.stillOpen()).isEqualTo(500);
            }
            while (server.openConnections() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void closedByTheServer_areNoLongerOpen() throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK);
                var idle = IdleConnections.open(server.target(), 3)) {
            server.stop();
            while (idle.stillOpen() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void oneThatFails_isAnErrorAndClosesAll() throws Exception {
        var failed = new AtomicBoolean();
        try (var server = new TinyServer((head, number) -> {
            if (number == 100) {
                failed.set(true);
                return "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
            }
            return TinyServer.OK;
        })) {
            assertThatThrownBy(() -> IdleConnections.open(server.target(), 200))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("of 200 failed: the server answers with status 500");
            assertThat(failed).isTrue();
            while (server.openConnections() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void moreThanDescriptors_isAnErrorThatSaysWhatToDo() {
        assertThatThrownBy(() -> IdleConnections.checkLimit(8_000, 4_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8000 connections")
                .hasMessageContaining("ulimit -n 17000");
    }

    @Test
    void interrupt_endsOpeningAndClosesAll() throws Exception {
        var never = new CountDownLatch(1);
        var first = new CountDownLatch(1);
        try (var server = new TinyServer((head, number) -> {
            first.countDown();
            never.await();
            return TinyServer.OK;
        })) {
            var open = new FutureTask<>(() -> IdleConnections.open(server.target(), 10));
            var thread = Thread.ofPlatform().start(open);
            first.await();
            thread.interrupt();
            thread.join();
            assertThatThrownBy(open::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }
}
