package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.web.EventBroadcast;
import dev.loomlet.web.EventStream;
import dev.loomlet.web.ServerSentEvent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Server-sent events: one green thread ticks, and every page that is open shows it. A page that lost its connection comes back by itself
 * and gets the ticks that it missed; when the server stops, it is told.
 *
 * <pre>
 *   curl -N http://127.0.0.1:8080/events
 * </pre>
 */
final class LiveClock implements Sample {

    private static final Headers HTML = Headers.of("Content-Type", "text/html; charset=utf-8");
    private static final ServerSentEvent STOPPED =
            ServerSentEvent.of("the server has stopped").withEvent("stopped");

    private final EventBroadcast clock =
            new EventBroadcast(/* capacity= */ 8, /* patience= */ Duration.ZERO, /* history= */ 60);

    private void tick() throws InterruptedException {
        while (true) {
            var now = Instant.now();
            clock.send(ServerSentEvent.of(now.toString()).withId(Long.toString(now.getEpochSecond())));
            Green.sleep(Duration.ofSeconds(1));
        }
    }

    private Iterable<byte[]> serve(Environ environ, StartResponse startResponse) {
        return switch (environ.pathInfo()) {
            case "/" -> {
                startResponse.start("200 OK", HTML);
                yield Body.of(Page.read("live-clock.html"));
            }
            case "/events" ->
                new EventStream(clock.subscribe(EventStream.lastEventId(environ)))
                        .atStop(STOPPED)
                        .start(environ, startResponse);
            default -> {
                startResponse.start("404 Not Found", Headers.of("Content-Type", "text/plain"));
                yield Body.of("Not Found\r\n");
            }
        };
    }

    @Override
    public Application application() {
        return this::serve;
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        var server = Server.spawn(application(), config);
        var ticker = Green.spawn(this::tick);
        server.link(ended -> ticker.kill());
        return server;
    }

    @Override
    public About about() {
        return new About(
                "live-clock",
                "server-sent events: a clock that ticks in every open page",
                "curl -sN URL/events | head -n 4");
    }
}
