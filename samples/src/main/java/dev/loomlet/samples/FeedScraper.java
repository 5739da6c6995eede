package dev.loomlet.samples;

import dev.loomlet.green.GreenPool;
import dev.loomlet.green.Results;
import dev.loomlet.middleware.PathDispatch;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/**
 * Fetches feeds, many at a time, and prints their titles in the order of the feeds; one that cannot be read is a line at its place. So
 * that it harms nobody, they are feeds of a server that it starts itself, one of which is broken.
 *
 * <pre>
 *   loomlet feed-scraper --feeds 100
 * </pre>
 */
final class FeedScraper implements Program {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_A_TIME = 20;
    private static final int BROKEN = 3;

    private int feeds = 10;

    /** The titles of all feeds in their order, as they are asked for. */
    static Results<String> titles(HttpClient client, List<URI> feeds) {
        return new GreenPool(AT_A_TIME).imap(feed -> title(client, feed), feeds);
    }

    private static String title(HttpClient client, URI feed) throws Exception {
        var request = HttpRequest.newBuilder(feed).timeout(PATIENCE).build();
        try (var body = client.send(request, BodyHandlers.ofInputStream()).body()) {
            return titleOf(body);
        }
    }

    private static String titleOf(InputStream feed) throws IOException, SAXException, ParserConfigurationException {
        var parsers = DocumentBuilderFactory.newDefaultInstance();
        parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var parser = parsers.newDocumentBuilder();
        parser.setErrorHandler(null);
        var titles = parser.parse(feed).getElementsByTagName("title");
        return titles.getLength() == 0 ? "(no title)" : titles.item(0).getTextContent();
    }

    /** A server of feeds. */
    static Application site() {
        return PathDispatch.builder()
                .get("/{feed}", (environ, startResponse) -> {
                    var feed = PathDispatch.variable(environ, "feed");
                    var text = feed.equals(Integer.toString(BROKEN))
                            ? "<rss>"
                            : "<rss><channel><title>The news of " + feed + "</title></channel></rss>";
                    return Response.text(text).call(environ, startResponse);
                })
                .build();
    }

    @Override
    public void run(InetSocketAddress address) throws IOException, InterruptedException {
        var server = Server.spawn(site(), ServerConfig.builder().port(0).build());
        try (var client = HttpClient.newHttpClient()) {
            print(titles(client, urls(server.port(), feeds)));
        } finally {
            server.stop(PATIENCE);
        }
    }

    static List<URI> urls(int port, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(feed -> URI.create("http://127.0.0.1:" + port + "/" + feed))
                .toList();
    }

    private static void print(Results<String> titles) throws InterruptedException {
        for (int feed = 1; titles.hasNext(); feed++) {
            try {
                System.out.println(feed + ": " + titles.await());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                System.out.println(feed + ": cannot be read: " + e.getMessage());
            }
        }
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public Optional<Sample.Option> option(String name) {
        return name.equals("--feeds") ? Optional.of(value -> feeds = feeds(value)) : Optional.empty();
    }

    private static int feeds(String value) throws UsageException {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new UsageException("--feeds must be a number from 1 to 9999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    @Override
    public String optionHelp() {
        return """
                  --feeds N      how many feeds there are (default 10)
                """;
    }

    @Override
    public Sample.About about() {
        return new Sample.About(
                "feed-scraper",
                "fetches feeds, many at a time, and prints their titles",
                "loomlet feed-scraper --feeds 100");
    }
}
