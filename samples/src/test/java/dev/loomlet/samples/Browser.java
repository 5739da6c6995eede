package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Chromium without a window, which shows a page, or several, and can be asked for its text, by the DevTools protocol. It does not survive the test.
 * Each wait is bounded.
 */
final class Browser implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final Pattern PAGE = Pattern.compile("\"webSocketDebuggerUrl\": \"(ws://[^\"]+/page/[^\"]+)\"");
    private static final int SECONDS = 20;
    private static final int MILLIS_A_LOOK = 2000;

    private final Process process;
    private final String address;
    private final HttpClient client;
    private final WebSocket devTools;
    private final BlockingQueue<String> answers;

    private Browser(Process process, String address, HttpClient client, URI page) {
        this.process = process;
        this.address = address;
        this.client = client;
        this.answers = new LinkedBlockingQueue<>();
        this.devTools = client.newWebSocketBuilder()
                .buildAsync(page, new Collector(answers))
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Opens a page. */
    static Browser open(URI url, Path profile) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        url.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var client = HttpClient.newHttpClient();
            var address = address(process);
            return new Browser(process, address, client, page(client, address));
        } catch (Throwable e) {
            end(process);
            throw e;
        }
    }

    /** Opens another page, beside this one. */
    Browser tab(URI url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?" + url))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        var found = PAGE.matcher(client.send(request, BodyHandlers.ofString()).body());
        if (!found.find()) {
            throw new IOException("chromium opens no page");
        }
        return new Browser(process, address, HttpClient.newHttpClient(), URI.create(found.group(1)));
    }

    /** The line that tells; what the browser prints after it is read by nobody, which is little. */
    private static String address(Process process) throws IOException {
        var errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (var line = errors.readLine(); line != null; line = errors.readLine()) {
            var found = LISTENING.matcher(line);
            if (found.find()) {
                Thread.ofVirtual().start(() -> errors.lines().forEach(rest -> {}));
                return found.group(1);
            }
        }
        throw new IOException("chromium ended");
    }

    private static URI page(HttpClient client, String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/json/list"))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            var found =
                    PAGE.matcher(client.send(request, BodyHandlers.ofString()).body());
            if (found.find()) {
                return URI.create(found.group(1));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("chromium shows no page");
    }

    /** Waits until the page's text has {@code text}. */
    void awaitText(String text) throws InterruptedException {
        var look = "new Promise(done => { const end = Date.now() + " + MILLIS_A_LOOK + "; (function look() {"
                + " const shown = document.body ? document.body.innerText : '';"
                + " shown.includes(" + Json.string(text)
                + ") || Date.now() > end ? done(shown) : setTimeout(look, 20); })() })";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        var shown = "";
        /* While the page is loaded an answer may be an error. */
        while (!shown.contains(text)) {
            assertThat(System.nanoTime())
                    .as("\"%s\" shown within %d s, not %s", text, SECONDS, shown)
                    .isLessThan(end);
            shown = evaluate(look);
        }
    }

    /** Has the page evaluate an expression, and returns the browser's answer. */
    String evaluate(String expression) throws InterruptedException {
        var message = Json.object(
                "id",
                "1",
                "method",
                Json.string("Runtime.evaluate"),
                "params",
                Json.object("expression", Json.string(expression), "awaitPromise", "true", "returnByValue", "true"));
        devTools.sendText(message, /* last= */ true)
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
        var answer = answers.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(answer).as("an answer of the browser").isNotNull();
        return answer;
    }

    @Override
    public void close() {
        devTools.abort();
        client.shutdownNow();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Puts the fragments of a message together. */
    private static final class Collector implements WebSocket.Listener {
        private final BlockingQueue<String> messages;
        private final StringBuilder message = new StringBuilder();

        Collector(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
