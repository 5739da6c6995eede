package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket in clients that people use. They must be installed: a client that is missing fails. */
@Timeout(90)
class ChatIT {

    @Test
    void chromium_twoTabs_talk_oneReloads_andBothSayThatTheServerStopped(@TempDir Path profile) throws Exception {
        try (var chat = Child.start("chat", "--port", "0")) {
            var url = chat.url();
            try (var first = Browser.open(url, profile)) {
                first.awaitText("guest 1 has come");
                try (var second = first.tab(url)) {
                    talk(first, second);
                    chat.signal("TERM");
                    first.awaitText("the server has stopped");
                    second.awaitText("the server has stopped");
                    assertThat(chat.exitCode()).isZero();
                }
            }
        }
    }

    private static void talk(Browser first, Browser second) throws InterruptedException {
        first.awaitText("guest 2 has come");
        say(first, "hello from the first");
        second.awaitText("guest 1: hello from the first");
        say(second, "hello from the second");
        first.awaitText("guest 2: hello from the second");

        second.evaluate("location.reload()");
        first.awaitText("guest 2 has left");
        second.awaitText("guest 3 has come");
        say(first, "again");
        second.awaitText("guest 1: again");
    }

    private static void say(Browser browser, String text) throws InterruptedException {
        browser.evaluate("form.text.value = " + Json.string(text) + "; form.requestSubmit()");
    }

    /** Debian's python3-websockets, which compresses; with fragments, a ping, and a message of a megabyte that is refused. */
    @Test
    void pythonWebsockets_withCompression_isServed() throws Exception {
        try (var chat = Child.start("chat", "--port", "0")) {
            var output = ClientsIT.run(
                    "/usr/bin/python3",
                    "-c",
                    """
                    import asyncio, sys, websockets
                    async def main():
                        async with websockets.connect(sys.argv[1]) as ws:
                            print("extensions:", ws.response_headers["Sec-WebSocket-Extensions"])
                            print(await ws.recv())
                            await ws.send("x" * 1000)
                            print(len(await ws.recv()))
                            await ws.send(["in ", "pieces"])
                            print(await ws.recv())
                            await (await ws.ping())
                            await ws.send("y" * 1000000)
                            try:
                                await ws.recv()
                            except websockets.ConnectionClosedError as e:
                                print("closed:", e.rcvd.code)
                    asyncio.run(main())
                    """,
                    chat.url().resolve("/chat").toString().replace("http", "ws"));
            assertThat(output.lines())
                    .containsExactly(
                            "extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                            "guest 1 has come",
                            Integer.toString("guest 1: ".length() + 1000),
                            "guest 1: in pieces",
                            "closed: 1009");
        }
    }
}
