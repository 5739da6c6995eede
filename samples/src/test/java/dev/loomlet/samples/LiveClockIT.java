package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.web.EventQueue;
import dev.loomlet.web.EventStream;
import dev.loomlet.web.ServerSentEvent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events in clients that people use. They must be installed: a client that is missing fails. */
@Timeout(90)
class LiveClockIT {

    @Test
    void chromium_page_showsTicks_andSaysThatTheServerStopped(@TempDir Path profile) throws Exception {
        try (var clock = Child.start("live-clock", "--port", "0");
                var browser = Browser.open(clock.url(), profile)) {
            browser.awaitText("connected, ticks: 3");
            clock.signal("TERM");
            browser.awaitText("the server has stopped");
            assertThat(clock.exitCode()).isZero();
        }
    }

    /** What a browser does by itself when a stream ends: it waits as it was told, and says which event was the last it got. */
    @Test
    void chromium_eventSource_connectsAgain_withTheLastEventId(@TempDir Path profile) throws Exception {
        BlockingQueue<Optional<String>> lastIds = new LinkedBlockingQueue<>();
        Application application = (environ, startResponse) -> {
            if (environ.pathInfo().equals("/")) {
                startResponse.start("200 OK", Headers.of("Content-Type", "text/html"));
                return Body.of("<body><script>const events = new EventSource('/events');"
                        + "events.onmessage = event => document.body.append(event.data)</script>");
            }
            if (!environ.pathInfo().equals("/events")) {
                startResponse.start("404 Not Found", Headers.empty());
                return Body.empty();
            }
            var last = EventStream.lastEventId(environ);
            lastIds.add(last);
            int number = last.map(id -> Integer.parseInt(id.substring(1))).orElse(0) + 1;
            var events = new EventQueue();
            events.send(ServerSentEvent.of("[event " + number + "]")
                    .withId("\u00e4" + number)
                    .withRetry(Duration.ofMillis(10)));
            if (number < 3) {
                events.end();
            }
            return new EventStream(events).start(environ, startResponse);
        };
        var config = ServerConfig.builder().port(0).drainOnShutdown(false).build();
        try (var server = Server.spawn(application, config);
                var browser = Browser.open(URI.create("http://127.0.0.1:" + server.port() + "/"), profile)) {
            browser.awaitText("[event 1][event 2][event 3]");
            assertThat(lastIds).containsExactly(Optional.empty(), Optional.of("\u00e41"), Optional.of("\u00e42"));
        }
    }

    @Test
    void curl_withoutBuffering_printsEachTickAsItComes() throws Exception {
        try (var clock = Child.start("live-clock", "--port", "0")) {
            var curl = new ProcessBuilder(
                            "curl", "-sN", clock.url().resolve("/events").toString())
                    .start();
            try (var printed = curl.inputReader(StandardCharsets.UTF_8)) {
                assertThat(printed.readLine()).isEqualTo(":");
                for (int i = 0; i < 2; i++) {
                    assertThat(printed.readLine()).matches("data: [-0-9]+T[:.0-9]+Z");
                    assertThat(printed.readLine()).matches("id: [0-9]+");
                    assertThat(printed.readLine()).isEmpty();
                }
                clock.signal("TERM");
                assertThat(clock.exitCode()).isZero();
                assertThat(printed.lines()).contains("event: stopped", "data: the server has stopped");
            }
            assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(curl.exitValue()).as("curl saw a stream that ended").isZero();
        }
    }
}
