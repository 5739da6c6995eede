package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.tls.DevelopmentCertificate;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {

    @Test
    void all_haveNamesOfTheirOwnAndOneLineOfSummary() {
        assertThat(Samples.abouts())
                .extracting(Sample.About::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
        assertThat(Samples.abouts())
                .extracting(Sample.About::summary)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("[ -~]{10,80}"));
    }

    @Test
    void hello_anyRequest_isAnsweredInOneBlock() throws Exception {
        try (var server = SampleServer.of(new Hello())) {
            var response = server.get("/anything");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues("Content-Type")).containsExactly("text/plain");
            assertThat(response.headers().allValues("Content-Length")).containsExactly("15");
            assertThat(response.body()).isEqualTo("Hello, World!\r\n");
        }
    }

    @Test
    void spawned_request_getsWhatWasSetAfterTheSpawn() throws Exception {
        try (var server = SampleServer.spawn(new Spawned())) {
            assertThat(server.get("/").body())
                    .isEqualTo("Hello from port " + server.server().port() + "!\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/function, 200, 'a function\r\n'",
        "/instance, 200, 'an instance\r\n'",
        "/class, 200, 'a class at /class\r\n'",
        "/, 404, '404 Not Found\n'"
    })
    void applicationForms_path_choosesTheForm(String path, int status, String body) throws Exception {
        try (var server = SampleServer.of(new ApplicationForms())) {
            var response = server.get(path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @Test
    void applicationClass_itsFirstItem_beginsTheResponse() {
        var statuses = new ArrayList<String>();
        StartResponse startResponse = (status, headers, error) -> {
            statuses.add(status);
            return block -> {};
        };

        var body = new ApplicationForms.ApplicationClass(Environ.of(Map.of(Environ.PATH_INFO, "/x")), startResponse);
        var items = body.iterator();
        assertThat(statuses).isEmpty();

        assertThat(items.next()).asString().isEqualTo("a class at /x\r\n");
        assertThat(items.hasNext()).isFalse();
        assertThat(statuses).containsExactly("200 OK");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200, 'Hello, World!\r\n'", "127.0.0.2, 403, '403 Forbidden\n'"})
    void ipAllowList_address_decides(String address, int status, String body) throws Exception {
        try (var server = SampleServer.of(new IpAllowList())) {
            var response = server.getFrom(address, "/");

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/dog, 200, This is dog!",
        "/cat, 200, This is cat!",
        "/animal/caf%C3%A9, 200, This is caf\u00c3\u00a9!",
        "/, 404, '404 Not Found\n'",
        "/dog/, 404, '404 Not Found\n'",
        "/Dog, 404, '404 Not Found\n'"
    })
    void pathDispatch_path_choosesTheApplication(String path, int status, String body) throws Exception {
        try (var server = SampleServer.of(new PathDispatchSample())) {
            var response = server.get(path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dog", "/nowhere"})
    void pathDispatch_fromAnotherAddress_isForbidden(String path) throws Exception {
        try (var server = SampleServer.of(new PathDispatchSample())) {
            assertThat(server.getFrom("127.0.0.2", path).statusCode()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({"/, 200", "/teapot, 418", "/fails, 500", "/sleeps, 503", "/nowhere, 404"})
    void middlewareStack_path_isAnswered(String path, int status) throws Exception {
        try (var server = SampleServer.of(new MiddlewareStack())) {
            var response = server.get(path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("X-Request-ID")).isPresent();
            assertThat(response.headers().firstValue("X-Frame-Options")).contains("DENY");
        }
    }

    @Test
    void guestbook_formOfAnotherSite_isNotTaken() throws Exception {
        try (var server = SampleServer.of(new Guestbook())) {
            var cookie = server.get("/")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow()
                    .split(";", 2)[0];
            for (var body : List.of("token=00&name=eve&message=x", "name=eve&message=x")) {
                var request = HttpRequest.newBuilder(server.uri("/sign"))
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                assertThat(server.send(request).statusCode()).isEqualTo(403);
            }
            assertThat(server.get("/").body()).doesNotContain("eve");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?count=3&millis=1, 3",
        "?millis=1, 10",
        "?count=-2&millis=0, 10",
        "?count=1, 1",
        "?count=0, 0",
        "?count=2&millis=0&x, 2"
    })
    void streaming_query_setsTheNumberOfBlocks(String query, int count) throws Exception {
        try (var server = SampleServer.of(new Streaming())) {
            var expected = new ArrayList<String>();
            for (int i = 1; i <= count; i++) {
                expected.add("block " + i + " of " + count);
            }
            assertThat(server.get("/" + query).body().lines()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void streaming_firstBlock_isThereWhileTheSecondIsMade() throws Exception {
        try (var server = SampleServer.of(new Streaming());
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.uri("/?count=2&millis=999999"))
                    .build();

            try (var body = client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(body.readNBytes(14)).asString().isEqualTo("block 1 of 2\r\n");
            }

            client.shutdownNow();
            /* Interrupts the sleep. */
            server.server().kill();
            server.server().await();
        }
    }

    @Test
    void tls_ownFile_isServed(@TempDir Path folder) throws Exception {
        var made = DevelopmentCertificate.create();
        var file = Files.writeString(folder.resolve("both.pem"), made.privateKeyPem() + made.certificatePem());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("made", made.certificate());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var sample = new Tls();
        sample.option("--cert").orElseThrow().set(file.toString());
        try (var server = SampleServer.spawn(sample);
                var client = HttpClient.newBuilder().sslContext(context).build()) {
            var uri = URI.create("https://127.0.0.1:" + server.server().port() + "/");
            assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body())
                    .startsWith("Hello over HTTP/2.0 and TLSv1.3, TLS_");
        }
    }

    @Test
    void loadBalancer_killedBackend_isMissedByNobody_andCanComeBack() throws Exception {
        try (var server = SampleServer.spawn(new LoadBalancer())) {
            assertThat(server.get("/kill?backend=1").statusCode()).isEqualTo(405);
            assertThat(post(server, "/kill?backend=4").statusCode()).isEqualTo(400);
            assertThat(post(server, "/kill?backend=1").body()).isEqualTo("killed\r\n");
            for (int i = 0; i < 9; i++) {
                assertThat(server.get("/").body()).matches("backend [23]\r\n");
            }
            assertThat(server.get("/status").body().lines()).hasSize(3).allMatch(line -> line.contains(" requests "));
            assertThat(post(server, "/start?backend=1").body()).isEqualTo("started\r\n");
            while (!server.get("/").body().equals("backend 1\r\n")) {
                Thread.onSpinWait();
            }
        }
    }

    private static HttpResponse<String> post(SampleServer server, String target) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri(target))
                .POST(BodyPublishers.noBody())
                .build());
    }

    @Test
    void xsl_document_isAPage_byTheStylesheetThatIsGiven(@TempDir Path folder) throws Exception {
        try (var server = SampleServer.of(new Xsl())) {
            var response = server.get("/");

            assertThat(response.headers().allValues("Content-Type")).containsExactly("text/html; charset=utf-8");
            assertThat(response.body())
                    .contains("<h1>Planets</h1>", "<td>Phobos, Deimos</td>")
                    .matches("(?s).*Neptune.*Mars.*Mercury.*");
        }
        var sample = new Xsl();
        var sheet = "<a xsl:version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>mine</a>";
        sample.option("--stylesheet")
                .orElseThrow()
                .set(Files.writeString(folder.resolve("my.xsl"), sheet).toString());
        try (var server = SampleServer.of(sample)) {
            assertThat(server.get("/").body()).endsWith("<a>mine</a>");
        }
    }
}
