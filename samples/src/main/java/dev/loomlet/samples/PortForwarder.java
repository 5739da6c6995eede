package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Connects each client to another address and passes bytes on in both directions. If one side has sent all, the other is told, and may
 * go on sending; if one side leaves, the other is closed.
 *
 * <pre>
 *   loomlet port-forwarder --to 127.0.0.1:9090
 *   curl http://127.0.0.1:8080/
 * </pre>
 */
final class PortForwarder implements Program {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private Optional<SocketAddress> target = Optional.empty();

    /** On the green thread of a client. Another green thread has the other direction. */
    static void forward(GreenSocket client, SocketAddress target) throws Exception {
        try (var server = Green.connect(target, CONNECT_TIMEOUT)) {
            var back = Green.spawn(() -> pump(server, client));
            pump(client, server);
            back.await();
        } catch (IOException e) {
            System.err.println("loomlet: " + e.getMessage());
        }
    }

    private static void pump(GreenSocket from, GreenSocket to) throws IOException {
        try {
            from.input().transferTo(to.output());
            to.shutdownOutput();
        } catch (IOException e) {
            from.close();
            to.close();
            throw e;
        }
    }

    @Override
    public void run(InetSocketAddress address) throws UsageException, IOException, InterruptedException {
        var to = target.orElseThrow(() -> new UsageException("--to HOST:PORT is needed: where to forward to"));
        try (var listener = Program.listen(address)) {
            Green.serve(listener, client -> forward(client, to));
        }
    }

    @Override
    public Optional<Sample.Option> option(String name) {
        return name.equals("--to") ? Optional.of(value -> target = Optional.of(target(value))) : Optional.empty();
    }

    private static SocketAddress target(String value) throws UsageException {
        int colon = value.lastIndexOf(':');
        if (colon < 1 || !value.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
            throw new UsageException("--to must be HOST:PORT, not \"" + value + "\"");
        }
        int port = Integer.parseInt(value.substring(colon + 1));
        var address = port > 65535 ? null : new InetSocketAddress(value.substring(0, colon), port);
        if (address == null || address.isUnresolved()) {
            throw new UsageException("--to must be an address that is known here, not \"" + value + "\"");
        }
        return address;
    }

    @Override
    public String optionHelp() {
        return """
                  --to HOST:PORT where to forward to
                """;
    }

    @Override
    public Sample.About about() {
        return new Sample.About("port-forwarder", "TCP: passes each connection on to another address", "nc ADDRESS");
    }
}
