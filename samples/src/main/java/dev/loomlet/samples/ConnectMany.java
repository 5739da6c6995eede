package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import dev.loomlet.green.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connects to many addresses at the same time and prints what each says. So that it harms nobody, they are all one, of a server that it
 * starts itself, which takes its time to answer: all together take no longer than one.
 *
 * <pre>
 *   loomlet connect-many --count 1000
 * </pre>
 */
final class ConnectMany implements Program {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration THINKING = Duration.ofMillis(100);

    private static final ListenOptions BACKLOG = ListenOptions.defaults().backlog(1000);

    private int count = 20;

    /** What the server at {@code address} says, on a green thread of its own. */
    private static String fetch(SocketAddress address) throws IOException, InterruptedException {
        try (var socket = Green.connect(address, PATIENCE)) {
            socket.timeout(PATIENCE);
            return new String(socket.input().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Connects to all of {@code addresses} and returns what they say, in the same order. */
    static List<String> fetchAll(List<? extends SocketAddress> addresses) throws Exception {
        var fetching = new ArrayList<GreenThread<String>>();
        for (var address : addresses) {
            fetching.add(Green.spawn(() -> fetch(address)));
        }
        var said = new ArrayList<String>();
        for (var one : fetching) {
            said.add(one.await());
        }
        return said;
    }

    @Override
    public void run(InetSocketAddress address) throws Exception {
        var visitors = new AtomicInteger();
        try (var listener = Green.listen(new InetSocketAddress(address.getAddress(), 0), BACKLOG)) {
            var serving = Green.spawn(() -> Green.serve(listener, socket -> {
                Green.sleep(THINKING);
                var greeting = "you are number " + visitors.incrementAndGet();
                socket.output().write(greeting.getBytes(StandardCharsets.US_ASCII));
            }));
            long startNanos = System.nanoTime();
            for (var said : fetchAll(Collections.nCopies(count, listener.localAddress()))) {
                System.out.println(said);
            }
            long millis = (System.nanoTime() - startNanos) / 1_000_000;
            System.out.println(count + " connections in " + millis + " ms");
            serving.kill();
        }
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public Optional<Sample.Option> option(String name) {
        return name.equals("--count") ? Optional.of(value -> count = count(value)) : Optional.empty();
    }

    private static int count(String value) throws UsageException {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new UsageException("--count must be a number from 1 to 9999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    @Override
    public String optionHelp() {
        return """
                  --count N      how many connections (default 20)
                """;
    }

    @Override
    public Sample.About about() {
        return new Sample.About(
                "connect-many", "connects to many addresses at the same time", "loomlet connect-many --count 1000");
    }
}
