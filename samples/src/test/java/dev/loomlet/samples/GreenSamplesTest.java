package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xml.sax.SAXException;

/** The samples of pools of green threads. */
@Timeout(30)
class GreenSamplesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void recursiveCrawler_seesEachPageOnce() throws Exception {
        var server = Server.spawn(
                RecursiveCrawler.site(50), ServerConfig.builder().port(0).build());
        var root = URI.create("http://127.0.0.1:" + server.port() + "/1");
        try (client) {
            assertThat(new RecursiveCrawler.Crawl(client).from(root))
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 50)
                            .mapToObj(page -> root.resolve("/" + page))
                            .toList());
        } finally {
            server.stop(PATIENCE);
        }
    }

    @Test
    void feedScraper_titlesAreInTheOrderOfTheFeeds_aBrokenOneFailsAtItsPlace() throws Exception {
        var server =
                Server.spawn(FeedScraper.site(), ServerConfig.builder().port(0).build());
        try (client) {
            var titles = FeedScraper.titles(client, FeedScraper.urls(server.port(), 4));
            assertThat(titles.await()).isEqualTo("The news of 1");
            assertThat(titles.await()).isEqualTo("The news of 2");
            assertThatExceptionOfType(SAXException.class).isThrownBy(titles::await);
            assertThat(titles.await()).isEqualTo("The news of 4");
            assertThat(titles.hasNext()).isFalse();
        } finally {
            server.stop(PATIENCE);
        }
    }
}
