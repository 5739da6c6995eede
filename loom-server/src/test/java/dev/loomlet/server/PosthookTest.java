package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@code loomlet.posthooks}: what an application has called when its response is over, whatever became of it. */
class PosthookTest {

    private final BlockingQueue<String> called = new LinkedBlockingQueue<>();

    private String nextCall() throws InterruptedException {
        return called.poll(5, TimeUnit.SECONDS);
    }

    private Application hooked(Application application) {
        return (environ, startResponse) -> {
            environ.addPosthook(over -> called.add("first " + over.pathInfo()));
            environ.addPosthook(over -> called.add("second"));
            return application.call(environ, startResponse);
        };
    }

    @Test
    void hooks_areCalledInOrder_whenTheResponseIsOver() throws Exception {
        Application closing = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return new ClosingBlocks(() -> called.add("closed"), "one", "two");
        };
        try (var server = TestServer.of(hooked(closing));
                var client = server.connect().get("/a")) {
            assertThat(client.response().text()).isEqualTo("onetwo");
            assertThat(nextCall()).isEqualTo("closed");
            assertThat(nextCall()).isEqualTo("first /a");
            assertThat(nextCall()).isEqualTo("second");
        }
    }

    @Test
    void hooks_ofOneRequest_areNotTheNexts() throws Exception {
        try (var server = TestServer.of(
                        (environ, startResponse) -> environ.pathInfo().equals("/hooked")
                                ? hooked(Apps.HELLO).call(environ, startResponse)
                                : Apps.HELLO.call(environ, startResponse));
                var client = server.connect()) {
            client.get("/hooked").response();
            client.get("/plain").response();
            server.nextRecord();
            server.nextRecord();
            assertThat(called).containsExactly("first /hooked", "second");
        }
    }

    @Test
    void hooks_inAListOfTheApplicationsOwn_areCalled() throws Exception {
        try (var server = TestServer.withoutLint((environ, startResponse) -> {
                    var own = new ArrayList<Consumer<Environ>>();
                    environ.put(Environ.POSTHOOKS, own);
                    own.add(over -> called.add("own"));
                    return Apps.HELLO.call(environ, startResponse);
                });
                var client = server.connect().get("/")) {
            client.response();
            assertThat(nextCall()).isEqualTo("own");
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void hooks_ofAnApplicationThatFails_areCalled() throws Exception {
        try (var server = TestServer.of(hooked((environ, startResponse) -> {
                    throw new IllegalStateException("on purpose");
                }));
                var client = server.connect().get("/a")) {
            assertThat(client.response().status()).isEqualTo(500);
            assertThat(nextCall()).isEqualTo("first /a");
        }
    }

    @Test
    void hooks_ofARequestWhoseClientDiesMidChunk_areCalled() throws Exception {
        try (var server = TestServer.of(hooked(Apps.HELLO))) {
            try (var client = server.connect()) {
                client.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\na\r\ntestme");
                client.response();
                client.reset();
            }
            assertThat(nextCall()).isEqualTo("first /a");
            assertThat(nextCall()).isEqualTo("second");
            server.awaitConnections(0);
        }
    }

    /** Rubbish in the list too: the hooks are isolated from each other, and the connection from them. */
    @Test
    @LogsErrors({LogsErrors.POSTHOOK, LogsErrors.POSTHOOK, LogsErrors.POSTHOOK, LogsErrors.POSTHOOK})
    void hookThatThrows_hindersNeitherTheNextHook_norTheAccessLog_norTheConnection() throws Exception {
        try (var server = TestServer.withoutLint((environ, startResponse) -> {
                    environ.addPosthook(over -> {
                        throw new AssertionError("on purpose");
                    });
                    addRubbish(environ);
                    return hooked(Apps.HELLO).call(environ, startResponse);
                });
                var client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.get("/a").response().text()).isEqualTo("Hello, World!\r\n");
                assertThat(server.nextRecord().status()).isEqualTo(200);
            }
            assertThat(called).containsExactly("first /a", "second", "first /a", "second");
        }
    }

    @SuppressWarnings("unchecked")
    private static void addRubbish(Environ environ) {
        ((List<Object>) environ.get(Environ.POSTHOOKS)).add("no hook");
    }

    @Test
    @LogsErrors(LogsErrors.CLOSE)
    void closeThatThrows_hindersNeitherTheResponse_norTheAccessLog_norTheConnection() throws Exception {
        try (var server = TestServer.of(hooked((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return environ.pathInfo().equals("/fails")
                            ? new ClosingBlocks(
                                    () -> {
                                        throw new IllegalStateException("on purpose");
                                    },
                                    "block")
                            : Body.of("fine");
                }));
                var client = server.connect()) {
            assertThat(client.get("/fails").response().text()).isEqualTo("block");
            assertThat(client.get("/next").response().text()).isEqualTo("fine");
            assertThat(server.nextRecord().bodyLength()).isEqualTo(5);
            assertThat(server.nextRecord().bodyLength()).isEqualTo(4);
        }
    }
}
