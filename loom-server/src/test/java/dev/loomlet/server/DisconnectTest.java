package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave at any point. That is no error: nothing of it is logged above DEBUG, and no stack trace. */
class DisconnectTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234";

    @AfterEach
    void nothingIsLoggedAboveDebug() {
        assertThat(ServerLog.recordsSinceStart())
                .filteredOn(logged -> logged.getLevel().intValue() > Level.FINE.intValue())
                .isEmpty();
    }

    private static void assertServes(TestServer server) throws Exception {
        try (var client = server.connect().get("/alive")) {
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    /** Each prefix of a request, with a reset behind it. */
    @Test
    void reset_behindAnyByteOfARequest_disturbsNobody() throws Exception {
        try (var server = TestServer.of(Apps.ECHO)) {
            for (int length = 0; length <= POST.length(); length++) {
                server.connect().send(POST.substring(0, length)).reset();
            }
            assertServes(server);
            server.awaitConnections(0);
        }
    }

    @Test
    void end_behindAnyByteOfARequest_isAnsweredWith400() throws Exception {
        try (var server = TestServer.of(Apps.ECHO)) {
            for (int length = 1; length <= POST.length(); length++) {
                try (var client =
                        server.connect().send(POST.substring(0, length)).endOutput()) {
                    assertThat(client.response().status()).isEqualTo(400);
                    client.assertClosed();
                }
            }
            assertServes(server);
        }
    }

    @Test
    void end_behindAWholeRequest_isAnsweredAsUsual() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect().send(POST + "56789").endOutput()) {
            assertThat(client.response().text()).isEqualTo("0123456789");
            client.assertClosed();
        }
    }

    @Test
    void reset_betweenTwoRequests_disturbsNobody() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            var client = server.connect();
            client.get("/").response();
            client.reset();
            server.awaitConnections(0);
            assertServes(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "generator", "list"})
    void reset_inTheMiddleOfAResponse_endsIt_andClosesTheResult(String way) throws Exception {
        var closed = new AtomicInteger();
        var large = new byte[1 << 20];
        Application application = (environ, startResponse) -> {
            if (environ.pathInfo().equals("/alive")) {
                return Apps.HELLO.call(environ, startResponse);
            }
            var writer = startResponse.start("200 OK", Apps.TEXT);
            switch (way) {
                case "write" -> {
                    while (true) {
                        writer.write(large);
                    }
                }
                case "generator" -> {
                    return new ClosingBlocks(
                            closed::incrementAndGet,
                            () -> Collections.nCopies(1000, large).iterator());
                }
                default -> {
                    return Collections.nCopies(1000, large);
                }
            }
        };
        try (var server = TestServer.of(application)) {
            var client =
                    RawClient.connect(server.port(), /* receiveBuffer= */ 4096).get("/");
            client.head();
            client.reset();
            var entry = server.nextRecord();
            assertThat(entry.status()).isEqualTo(200);
            assertThat(entry.bodyLength()).isLessThan(1000L << 20);
            server.awaitConnections(0);
            assertThat(closed).hasValue(way.equals("generator") ? 1 : 0);
            assertServes(server);
        }
    }

    @Test
    void writeToAClientThatLeft_isAnErrorToTheApplication() throws Exception {
        BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
        var left = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
            try {
                while (true) {
                    writer.write(new byte[1000]);
                }
            } catch (IOException e) {
                failures.add(e);
                throw e;
            }
        };
        try (var server = TestServer.of(application)) {
            server.connect().get("/").reset();
            left.countDown();
            assertThat(failures.poll(5, TimeUnit.SECONDS)).isNotNull();
            server.nextRecord();
        }
    }

    /** What an application makes of the client's leaving is not the application's fault. */
    @Test
    void exceptionThatTheClientsLeavingCaused_isNotLoggedAsTheApplications() throws Exception {
        var reading = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            reading.countDown();
            try {
                environ.input().readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException("the application's own words", e);
            }
            return Apps.HELLO.call(environ, startResponse);
        };
        try (var server = TestServer.of(application)) {
            var client = server.connect().send(POST);
            assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
            client.reset();
            assertThat(server.nextRecord().status()).isZero();
        }
    }
}
