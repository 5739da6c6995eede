package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Sends back to each client what it sends, until it has sent all.
 *
 * <pre>
 *   echo hello | nc -N 127.0.0.1 8080
 * </pre>
 */
final class EchoServer implements Program {

    /** The end of what the client sends ends the loop within, and the connection is closed behind this. */
    static void echo(GreenSocket socket) throws IOException {
        socket.input().transferTo(socket.output());
    }

    @Override
    public void run(InetSocketAddress address) throws IOException, InterruptedException {
        try (var listener = Program.listen(address)) {
            Green.serve(listener, EchoServer::echo);
        }
    }

    @Override
    public Sample.About about() {
        return new Sample.About(
                "echo-server", "TCP: each client gets back what it sends", "echo hello | nc -N ADDRESS");
    }
}
