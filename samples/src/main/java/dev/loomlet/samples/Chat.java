package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.server.websocket.ConnectionClosedException;
import dev.loomlet.server.websocket.Message;
import dev.loomlet.server.websocket.WebSocket;
import dev.loomlet.server.websocket.WebSocketConfig;
import dev.loomlet.server.websocket.WebSocketWSGI;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * WebSocket: what one page says, all that are open show. Each connection is a thread that waits for its page, and one that sends to it, so
 * a page that reads nothing holds up nobody, and is disconnected when too much waits for it. When the server stops, the pages are told.
 *
 * <p>Open http://127.0.0.1:8080/ in several browsers.
 */
final class Chat implements Sample {

    private static final Headers HTML = Headers.of("Content-Type", "text/html; charset=utf-8");
    private static final int MOST_WAITING = 100;
    private static final int TRY_AGAIN_LATER = 1013;

    private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Application chat = new WebSocketWSGI(
            this::talk, WebSocketConfig.builder().maxMessage(4096).build());

    /** A page that is open. */
    private record Guest(String name, WebSocket page, BlockingQueue<String> lines) {

        void tell(String line) {
            if (!lines.offer(line)) {
                page.close(TRY_AGAIN_LATER, "too slow");
            }
        }

        void send() throws InterruptedException {
            try {
                while (true) {
                    page.send(lines.take());
                }
            } catch (ConnectionClosedException e) {
                /* It left; the thread that waits for it sees that too. */
            }
        }
    }

    private void talk(WebSocket page) throws InterruptedException {
        var guest = new Guest("guest " + count.incrementAndGet(), page, new ArrayBlockingQueue<>(MOST_WAITING));
        var sender = Green.spawn(guest::send);
        guests.add(guest);
        tellAll(guest.name() + " has come");
        try {
            for (var message = page.await(); message != null; message = page.await()) {
                if (message instanceof Message.Text(String text)) {
                    tellAll(guest.name() + ": " + text);
                }
            }
        } finally {
            guests.remove(guest);
            sender.kill();
            tellAll(guest.name() + " has left");
        }
    }

    private void tellAll(String line) {
        guests.forEach(guest -> guest.tell(line));
    }

    private Iterable<byte[]> serve(Environ environ, StartResponse startResponse) throws Exception {
        return switch (environ.pathInfo()) {
            case "/" -> {
                startResponse.start("200 OK", HTML);
                yield Body.of(Page.read("chat.html"));
            }
            case "/chat" -> chat.call(environ, startResponse);
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
    public About about() {
        return new About(
                "chat",
                "WebSocket: a page in several browsers, in which they talk",
                "curl -s URL/ | grep -o '<h1>.*</h1>'");
    }
}
