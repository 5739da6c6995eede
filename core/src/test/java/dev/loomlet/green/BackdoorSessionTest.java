package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of a backdoor sees. Public, since snippets see its nested class. */
@NoGreenThreadLeft.Checked
@ExtendWith(NoBackdoorLeft.class)
@Timeout(60) // the compiler starts cold
public class BackdoorSessionTest {

    private static final SocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final AtomicInteger counter = new AtomicInteger(41);

    private Backdoor serve() throws IOException {
        return Backdoor.serve(LOOPBACK, Map.of("counter", counter));
    }

    @Test
    void session_snippets_areEvaluatedOnTheObjectsThemselvesAndErrorsAreTold() throws Exception {
        try (var backdoor = serve();
                var client = BackdoorClient.connect(backdoor.address())) {
            assertThat(client.readTo(BackdoorClient.PROMPT))
                    .isEqualTo("Loomlet backdoor: JShell in process "
                            + ProcessHandle.current().pid() + ", Java "
                            + Runtime.version().feature() + ". Bound: counter, out. /help says more.\n");

            assertThat(client.eval("counter.incrementAndGet()")).isEqualTo("$1 ==> 42\n");
            assertThat(counter).hasValue(42);
            assertThat(client.eval("counter.set(7)")).isEmpty();
            assertThat(counter).hasValue(7);
            assertThat(client.eval("var text = \"\u00e9\" + counter; text.length()"))
                    .isEqualTo("text ==> \"\u00e97\"\n$2 ==> 2\n");
            assertThat(client.eval("int half(int n) {\nreturn n\n/ 2; }"))
                    .isEqualTo("   ...>    ...> |  defined half(int)\n");
            assertThat(client.eval("half(text.length())")).isEqualTo("$3 ==> 1\n");
            assertThat(client.eval("out.println(\"to the client\")")).isEqualTo("to the client\n");
            assertThat(client.eval("Green.spawn(() -> List.of(Green.current().isPresent())).await()"))
                    .isEqualTo("$4 ==> [true]\n");
            assertThat(client.eval("/vars"))
                    .contains("|    java.util.concurrent.atomic.AtomicInteger counter\n", "|    String text\n");
            assertThat(client.eval("/nothing")).startsWith("|  There is no such command.");
            assertThat(client.eval("// a comment")).isEmpty();
            assertThat(client.eval("")).isEmpty();
            assertThat(client.eval("new StringBuilder(\"red: \\u001b[31m\")")).isEqualTo("$5 ==> red: ?[31m\n");
            assertThat(client.eval("\"x\".repeat(20_000)"))
                    .matches("\\$6 ==> \"x{9999} \\.\\.\\. \\(20002 characters\\)\n");

            tellErrors(client);
            assertThat(client.eval("counter.get()")).endsWith(" ==> 7\n");

            client.send("/exit\n");
            assertThat(client.readAll()).isEmpty();
        }
    }

    private static void tellErrors(BackdoorClient client) throws IOException {
        assertThat(client.eval("int n = counter;")).isEqualTo("""
                    |  Error:
                    |  incompatible types: java.util.concurrent.atomic.AtomicInteger cannot be converted to int
                    |  int n = counter;
                    |          ^^^^^^^
                    """);
        assertThat(client.eval("int broken() {\nreturn 1 / 0; }")).endsWith("|  defined broken()\n");
        assertThat(client.eval("broken()")).matches("""
                    \\|  Exception java.lang.ArithmeticException: / by zero
                    \\|        at broken \\(#[0-9]+:2\\)
                    \\|        at \\(#[0-9]+:1\\)
                    """);
        assertThat(client.eval("int later() { return missing(); }"))
                .isEqualTo("|  defined later, which cannot be used until this is: method missing()\n");
        assertThat(client.eval(")")).startsWith("|  Error:\n|  illegal start of expression\n");
        assertThat(client.eval("throw new java.io.IOException(\"a\", new Error(\"b\"))"))
                .contains("|  Exception java.io.IOException: a\n", "|  Caused by\n|  Exception java.lang.Error: b\n");
    }

    @Test
    void session_twoClients_haveVariablesOfTheirOwnAndTheSameObjects() throws Exception {
        try (var backdoor = serve()) {
            try (var first = BackdoorClient.greeted(backdoor.address());
                    var second = BackdoorClient.greeted(backdoor.address())) {
                assertThat(first.eval("int mine = counter.incrementAndGet()")).isEqualTo("mine ==> 42\n");
                assertThat(second.eval("mine")).startsWith("|  Error:\n|  cannot find symbol\n");
                assertThat(second.eval("counter.incrementAndGet()")).isEqualTo("$1 ==> 43\n");
                assertThat(first.eval("mine + counter.get()")).isEqualTo("$1 ==> 85\n");
                assertThat(backdoor.sessions()).isEqualTo(2);
            }
            awaitSessions(backdoor, 0);
            int open = NoBackdoorLeft.openDescriptors();
            endInput(backdoor);
            awaitSessions(backdoor, 0);
            assertThat(NoBackdoorLeft.openDescriptors())
                    .as("the jars of the class path, which the compiler opens")
                    .isLessThanOrEqualTo(open);
        }
    }

    /** A client that has ended its input gets the answers to what it has sent. */
    private static void endInput(Backdoor backdoor) throws IOException {
        try (var client = BackdoorClient.greeted(backdoor.address())) {
            client.send("1 + 1\r\ncounter.get()\r\nclass Unfinished {");
            client.endInput();
            assertThat(client.readAll()).isEqualTo("$1 ==> 2\njshell> $2 ==> 43\njshell> \n");
        }
    }

    private static void awaitSessions(Backdoor backdoor, int count) {
        Until.holds(() -> backdoor.sessions() == count);
    }

    public static final class Loop {
        final CountDownLatch runs = new CountDownLatch(1);
        private final AtomicInteger turns = new AtomicInteger();

        public void begin() {
            runs.countDown();
        }

        public void turn() {
            turns.incrementAndGet();
        }
    }

    @Test
    void controlC_snippetLoopsOrBlocks_endsItAndTheSessionGoesOn() throws Exception {
        var loops = List.of(new Loop(), new Loop(), new Loop());
        try (var backdoor = Backdoor.serve(LOOPBACK, Map.of("loops", loops.toArray(Loop[]::new)));
                var client = BackdoorClient.greeted(backdoor.address())) {
            client.send("{ loops[0].begin(); while (true) loops[0].turn(); }\n");
            loops.get(0).runs.await();
            client.send((byte) 3);
            assertThat(client.readTo(BackdoorClient.PROMPT)).isEqualTo("|  Stopped.\n");

            client.send("{ loops[1].begin(); Thread.sleep(1_000_000); }\n");
            loops.get(1).runs.await();
            /* As telnet does it: interrupt process, and a mark that it waits for. */
            client.send(bytes("ff f4 ff fd 06"));
            assertThat(client.readTo(BackdoorClient.PROMPT)).contains("|  Stopped.\n");

            client.send("{ loops[2].begin(); while (true) out.println(\"nobody reads this\"); }\n");
            loops.get(2).runs.await();
            client.send((byte) 3);
            assertThat(client.readTo(BackdoorClient.PROMPT)).endsWith("|  Stopped.\n");

            client.send("int unfinished() {\n");
            client.readTo("   ...> ");
            client.send("return");
            client.send((byte) 3);
            client.readTo(BackdoorClient.PROMPT);
            assertThat(client.eval("1 + 1")).isEqualTo("$1 ==> 2\n");
            client.send((byte) 4);
            assertThat(client.readAll()).isEqualTo("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaves", "resets and output fails", "is killed"})
    void session_endsWhileASnippetLoops_snippetIsStopped(String how) throws Exception {
        var loop = new Loop();
        var backdoor = Backdoor.serve(LOOPBACK, Map.of("loop", loop), /* maxSessions= */ 1, Duration.ofMillis(1));
        try (var client = BackdoorClient.greeted(backdoor.address())) {
            var turn = how.equals("resets and output fails") ? "out.println(loop)" : "loop.turn()";
            client.send("{ loop.begin(); while (true) " + turn + "; }\n");
            loop.runs.await();

            switch (how) {
                case "leaves" -> client.leave();
                case "resets and output fails" -> client.reset();
                default -> backdoor.kill();
            }
            awaitSessions(backdoor, 0);
        } finally {
            backdoor.kill();
            backdoor.await();
        }
    }

    /** What a browser can be made to send, and what the TLS of one begins with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\n\r\ncounter.set(0)\n",
                "GET /?counter.set(0) HTTP/1.0\n",
                "\u0016\u0003\u0001\ncounter.set(0)\n"
            })
    void session_firstLineIsOfAnotherProtocol_endsUnread(String bytes) throws Exception {
        try (var backdoor = serve();
                var client = BackdoorClient.greeted(backdoor.address())) {
            client.send(bytes);

            assertThat(client.readAll()).startsWith("This is no ");
        }
        assertThat(counter).hasValue(41);
    }

    @Test
    void session_lineIsTooLong_ends() throws Exception {
        try (var backdoor = serve();
                var client = BackdoorClient.greeted(backdoor.address())) {
            client.send("x".repeat(BackdoorInput.MAX_LINE + 1));

            assertThat(client.readAll()).isEqualTo("The line is too long.\n");
        }
    }

    @Test
    void session_telnetOptions_areRefusedAndTakenOut() throws Exception {
        try (var backdoor = serve();
                var client = BackdoorClient.greeted(backdoor.address())) {
            /* DO ECHO, WILL NAWS, a subnegotiation with an escaped FF, WONT and DONT, NOP, and within it all: /exit CR NUL */
            client.send(
                    bytes("ff fd 01 2f 65 ff fb 1f 78 ff fa 1f 00 ff ff 01 ff f0 69 ff fc 18 ff fe 18 ff f1 74 0d 00"));

            assertThat(client.readAll().getBytes(StandardCharsets.UTF_8))
                    .isEqualTo("\ufffd\ufffd\u0001\ufffd\ufffd\u001f".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
