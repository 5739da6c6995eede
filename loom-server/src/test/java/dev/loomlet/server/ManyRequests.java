package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A thousand requests with bodies at once, each of which has to come back. */
final class ManyRequests {

    private ManyRequests() {}

    /** POSTs to a server that echoes. */
    static void assertEchoed(int port) throws Exception {
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 1000)
                    .mapToObj(number -> threads.submit(() -> echo(client, port, number)))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    private static boolean echo(HttpClient client, int port, int number) throws Exception {
        var text = ("request " + number + "\n").repeat(200);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(text))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        return response.statusCode() == 200 && response.body().equals(text);
    }
}
