package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged load balancer, while its backends are killed and come back. */
@Timeout(90)
class LoadBalancerIT {

    private static final int CLIENTS = 16;

    @Test
    void backend_killedAndBroughtBackUnderLoad_failsNoRequest() throws Exception {
        try (var balancer = Child.start("load-balancer", "--port", "0");
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var url = balancer.url();
            var over = new AtomicBoolean();
            var answers = new AtomicInteger();
            Callable<Integer> asking = () -> {
                int asked = 0;
                for (; !over.get(); asked++) {
                    var answer = get(client, url);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).matches("backend [123]\r\n");
                    answers.incrementAndGet();
                }
                return asked;
            };
            var asked = new ArrayList<Future<Integer>>();
            for (int i = 0; i < CLIENTS; i++) {
                asked.add(threads.submit(asking));
            }
            for (int backend : new int[] {1, 2, 1}) {
                awaitMore(answers, 300);
                post(client, url.resolve("/kill?backend=" + backend), "killed\r\n");
                awaitStatus(client, url, backend, "down");
                awaitMore(answers, 300);
                post(client, url.resolve("/start?backend=" + backend), "started\r\n");
                awaitStatus(client, url, backend, "up");
            }
            awaitMore(answers, 300);
            over.set(true);
            int all = 0;
            for (var count : asked) {
                all += count.get();
            }
            assertThat(all).isGreaterThan(2000);
            balancer.signal("TERM");
            assertThat(balancer.exitCode()).isZero();
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static void post(HttpClient client, URI uri, String expected) throws Exception {
        var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(expected);
    }

    private static void awaitMore(AtomicInteger answers, int more) {
        int enough = answers.get() + more;
        while (answers.get() < enough) {
            Thread.onSpinWait();
        }
    }

    private static void awaitStatus(HttpClient client, URI url, int backend, String status) throws Exception {
        while (!get(client, url.resolve("/status"))
                .body()
                .lines()
                .toList()
                .get(backend - 1)
                .contains(" " + status + " ")) {
            Thread.onSpinWait();
        }
    }
}
