package dev.loomlet.benchmarks.hello;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;

/** Ours, as in the README. */
final class LoomletHello {

    private LoomletHello() {}

    public static void main(String[] args) throws Exception {
        Application hello = (environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
            return Body.of("Hello, World!\r\n");
        };
        int port = Integer.parseInt(args[0]);
        Server.spawn(hello, ServerConfig.builder().port(port).build()).await();
    }
}
