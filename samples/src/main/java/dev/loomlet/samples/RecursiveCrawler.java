package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenPool;
import dev.loomlet.middleware.PathDispatch;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Fetches a page and all that it links to, and all that they link to, many at a time. So that it harms nobody, they are pages of a
 * server that it starts itself.
 *
 * <pre>
 *   loomlet recursive-crawler --pages 500
 * </pre>
 */
final class RecursiveCrawler implements Program {

    private static final Pattern LINK = Pattern.compile("href=\"([^\"]{1,200})\"");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_A_TIME = 20;

    private int pages = 50;

    /** One crawl: the pages it has seen, and the pool whose members find more for it. */
    static final class Crawl {

        private final Set<URI> seen = ConcurrentHashMap.newKeySet();
        private final GreenPool pool = new GreenPool(AT_A_TIME);
        private final HttpClient client;

        Crawl(HttpClient client) {
            this.client = client;
        }

        /** Returns all pages that can be reached from {@code start}. */
        Set<URI> from(URI start) throws InterruptedException {
            visit(start);
            pool.awaitAll();
            return seen;
        }

        /** Two members may find one page at the same moment; the set lets one of them in. */
        private void visit(URI page) throws InterruptedException {
            if (seen.add(page)) {
                pool.spawnN(() -> follow(page, fetch(page)));
            }
        }

        private void follow(URI page, String text) throws InterruptedException {
            var links = LINK.matcher(text);
            while (links.find()) {
                var link = page.resolve(links.group(1));
                if (page.getAuthority().equals(link.getAuthority())) {
                    visit(link);
                }
            }
        }

        private String fetch(URI page) throws Exception {
            System.out.println("fetching " + page.getPath());
            var request = HttpRequest.newBuilder(page).build();
            return Green.withTimeout(
                    PATIENCE,
                    "",
                    () -> client.send(request, BodyHandlers.ofString()).body());
        }
    }

    /** A site in which page n links to 2n and 2n + 1, and back to the first. */
    static Application site(int pages) {
        return PathDispatch.builder()
                .get("/{page}", (environ, startResponse) -> {
                    int page = Integer.parseInt(PathDispatch.variable(environ, "page"));
                    var text = new StringBuilder("<p><a href=\"/1\">first</a>");
                    for (int next = 2 * page; next <= Math.min(2 * page + 1, pages); next++) {
                        text.append("<a href=\"/")
                                .append(next)
                                .append("\">")
                                .append(next)
                                .append("</a>");
                    }
                    return Response.html(text.append("</p>").toString()).call(environ, startResponse);
                })
                .build();
    }

    @Override
    public void run(InetSocketAddress address) throws IOException, InterruptedException {
        var server = Server.spawn(site(pages), ServerConfig.builder().port(0).build());
        try (var client = HttpClient.newHttpClient()) {
            var seen = new Crawl(client).from(URI.create("http://127.0.0.1:" + server.port() + "/1"));
            System.out.println(seen.size() + " pages");
        } finally {
            server.stop(PATIENCE);
        }
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public Optional<Sample.Option> option(String name) {
        return name.equals("--pages") ? Optional.of(value -> pages = pages(value)) : Optional.empty();
    }

    private static int pages(String value) throws UsageException {
        if (!value.matches("[1-9][0-9]{0,4}")) {
            throw new UsageException("--pages must be a number from 1 to 99999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    @Override
    public String optionHelp() {
        return """
                  --pages N      how many pages the site has (default 50)
                """;
    }

    @Override
    public Sample.About about() {
        return new Sample.About(
                "recursive-crawler",
                "fetches a page and all that it leads to, many at a time",
                "loomlet recursive-crawler --pages 500");
    }
}
