package dev.loomlet.samples;

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
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/**
 * The first program of every tutorial. In Python, with eventlet, it ends in {@code wsgi.server(eventlet.listen((host, port)), hello)};
 * here it ends in
 *
 * <pre>
 *   Server.spawn(hello, config, listener).await();
 * </pre>
 *
 * <p>Whoever needs no listener of their own writes {@code Server.spawn(hello).await()}.
 *
 * <pre>
 *   curl -i http://127.0.0.1:8080/
 * </pre>
 */
final class Hello implements Sample {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");
    private static final List<byte[]> HELLO = Body.of("Hello, World!\r\n");

    /** The application: begins the response, and returns its body. */
    private static Iterable<byte[]> hello(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return HELLO;
    }

    @Override
    public Application application() {
        return Hello::hello;
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
        var listener = ServerSocketChannel.open();
        try {
            listener.bind(address, config.backlog());
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return Server.spawn(application(), config, listener);
    }

    @Override
    public About about() {
        return new About("hello", "an application, a listener and a server: Hello, World!", "curl -i URL/");
    }
}
