package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HogsTest {

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("hog");
    }

    @Test
    void hogs_requestAgainAndAgainUntilClose() throws Exception {
        try (var server = new TinyServer((head, number) -> TinyServer.OK)) {
            var hogs = Hogs.start(server.target(), 3);
            while (hogs.served() < 1_000) {
                Thread.onSpinWait();
            }
            hogs.close();
            assertThat(server.connections()).isEqualTo(3);
            assertThat(hogs.served()).isBetween(server.requests() - 3, server.requests());
            assertThat(hogs.errors()).isZero();
        }
    }

    @Test
    void close_whileTheAnswerIsAwaited_returns() throws Exception {
        var never = new CountDownLatch(1);
        var both = new CountDownLatch(2);
        try (var server = new TinyServer((head, number) -> {
            both.countDown();
            never.await();
            return TinyServer.OK;
        })) {
            var hogs = Hogs.start(server.target(), 2);
            both.await();
            hogs.close();
            assertThat(hogs.served()).isZero();
            assertThat(hogs.errors()).isZero();
        }
    }

    @Test
    void failures_areCountedAndTheHogGoesOn() throws Exception {
        try (var server = new TinyServer((head, number) -> switch ((int) number) {
            case 1 -> null;
            case 2 -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
            case 3 -> "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n";
            case 4 -> TinyServer.OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            default -> TinyServer.OK;
        })) {
            try (var hogs = Hogs.start(server.target(), 1)) {
                while (hogs.served() < 3) {
                    Thread.onSpinWait();
                }
                assertThat(hogs.errors()).isEqualTo(3);
            }
        }
    }

    @Test
    void noServer_isAnErrorThatNamesThePort() throws Exception {
        int port;
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        assertThatThrownBy(() -> Hogs.start(new Target(port, "/", false), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }
}
