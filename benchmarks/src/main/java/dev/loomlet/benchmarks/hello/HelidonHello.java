package dev.loomlet.benchmarks.hello;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/** Helidon: as it comes, or with a second argument with the socket and write settings that its entry in TechEmpower's benchmarks has. */
final class HelidonHello {

    private HelidonHello() {}

    public static void main(String[] args) {
        var body = "Hello, World!\r\n".getBytes(StandardCharsets.US_ASCII);
        var builder = WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .routing(routing -> routing.get("/", (request, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, "text/plain");
                    response.send(body);
                }));
        if (args.length > 1) {
            builder.connectionOptions(options -> options.tcpNoDelay(true))
                    .writeQueueLength(8192)
                    .smartAsyncWrites(true)
                    .backlog(8192);
        }
        builder.build().start();
    }
}
