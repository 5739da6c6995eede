package dev.loomlet.samples;

import dev.loomlet.green.Backdoor;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A prompt into the running program: the server counts its visitors, and who comes in by the back door sees the count, sets it, and changes the
 * greeting. In Python: {@code eventlet.spawn(backdoor.backdoor_server, eventlet.listen(('localhost', 3000)), {'counter': counter})}.
 *
 * <pre>
 *   ./loomlet backdoor --backdoor /tmp/backdoor
 *   nc -U /tmp/backdoor
 *   jshell&gt; counter.set(1000)
 *   curl http://127.0.0.1:8080/
 * </pre>
 */
final class BackdoorSample implements Sample {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");

    private final AtomicInteger counter = new AtomicInteger();
    private final AtomicReference<String> greeting = new AtomicReference<>("Hello");

    private SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), /* any */ 0);

    private Iterable<byte[]> hello(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return Body.of(greeting + ", visitor " + counter.incrementAndGet() + "!\r\n");
    }

    @Override
    public Application application() {
        return this::hello;
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        var server = Server.spawn(application(), config);
        try {
            var backdoor = Backdoor.serve(address, Map.of("server", server, "counter", counter, "greeting", greeting));
            server.link(ended -> backdoor.kill());
            System.err.println("loomlet: the back door is at " + shown(backdoor.address()));
            return server;
        } catch (UnsupportedOperationException e) {
            server.kill();
            throw new IllegalStateException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            server.kill();
            throw e;
        }
    }

    /** As {@code nc} wants it: a path, or an address and a port. */
    private static String shown(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + " " + inet.getPort()
                : address.toString();
    }

    @Override
    public Optional<Option> option(String name) {
        return name.equals("--backdoor") ? Optional.of(this::backdoorAt) : Optional.empty();
    }

    private void backdoorAt(String path) throws UsageException {
        try {
            address = UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) {
            throw new UsageException("--backdoor must be a path, not \"" + path + "\"");
        }
    }

    @Override
    public String optionHelp() {
        return "  --backdoor PATH  where the back door is, a Unix domain socket (default: a free port of this machine)\n";
    }

    @Override
    public About about() {
        return new About("backdoor", "a prompt into the running program, by nc or telnet", "curl URL/");
    }
}
