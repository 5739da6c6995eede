package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.web.MediaType;
import dev.loomlet.web.MediaTypes;
import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {

    @TempDir
    private Path folder;

    private Path root;
    private StaticFiles site;

    @BeforeEach
    void makeSite() throws IOException {
        root = Files.createDirectories(folder.resolve("site"));
        write("index.html", "<h1>home</h1>");
        write("app.js", "alert(1)");
        write("sub/index.html", "sub");
        write("sub/a b\u00e9.txt", "text");
        write("empty/file", "");
        write(".secret", "secret");
        write(".git/config", "secret");
        write("secret/../../outside.txt", "outside");
        site = StaticFiles.of(root);
    }

    private Path write(String name, String text) throws IOException {
        var file = root.resolve(name).normalize();
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Sent get(String path, String... headers) throws Exception {
        return Sent.to(site, Sent.environ("GET", path, headers));
    }

    private static String utf8(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "/, <h1>home</h1>, text/html; charset=utf-8",
        "/index.html, <h1>home</h1>, text/html; charset=utf-8",
        "/app.js, alert(1), text/javascript; charset=utf-8",
        "/sub/, sub, text/html; charset=utf-8",
        "/empty/file, '', application/octet-stream"
    })
    void file_isSent_withItsType(String path, String body, String type) throws Exception {
        for (int i = 0; i < 2; i++) {
            var sent = get(path);
            assertThat(sent.status().code()).isEqualTo(200);
            assertThat(sent.body()).isEqualTo(body);
            assertThat(sent.header("Content-Type")).isEqualTo(type);
            assertThat(sent.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
            assertThat(sent.header("ETag")).startsWith("\"");
            assertThat(sent.headers().contains("Last-Modified")).isTrue();
            assertThat(sent.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(List.class.isAssignableFrom(sent.bodyType())).isEqualTo(!body.isEmpty());
        }
    }

    @Test
    void name_isUtf8() throws Exception {
        assertThat(get(utf8("/sub/a b\u00e9.txt")).body()).isEqualTo("text");
        assertThat(get("/sub/a b\u00e9.txt").status().code()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/none",
                "/app.js/",
                "/app.js/x",
                "/empty/",
                "/..",
                "/../outside.txt",
                "/sub/../../outside.txt",
                "/sub/../app.js",
                "/./app.js",
                "/sub/.",
                "//app.js",
                "/sub//index.html",
                "/.secret",
                "/.git/config",
                "/app.js\0",
                "/app.js\0.html",
                "/..\\outside.txt",
                "/sub\\index.html",
                "/\u00c0\u00ae\u00c0\u00ae/outside.txt",
                "/\u00c0\u00af",
                "/\u00ff",
                "/a\nb",
                "/..."
            })
    void pathThatNamesNothing_is404(String path) throws Exception {
        var sent = get(path);
        assertThat(sent.status().code()).isEqualTo(404);
        assertThat(sent.body()).doesNotContain("secret", "outside");
    }

    @Test
    void pathWithoutSlash_namesNothing() {
        assertThat(StaticPath.of("app.js", false)).isEmpty();
        assertThat(StaticPath.of("*", false)).isEmpty();
        assertThat(StaticPath.of("", false)).isEmpty();
        assertThat(StaticPath.of("/.a/b", true)).contains(".a/b");
        assertThat(StaticPath.of("/..", true)).isEmpty();
    }

    @Test
    void longName_is404() throws Exception {
        assertThat(get("/" + "a".repeat(5000)).status().code()).isEqualTo(404);
        assertThat(get("/" + "a/".repeat(5000)).status().code()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/sub, '', '', /sub/",
        "/sub, '', a=b, /sub/?a=b",
        "'', /static, '', /static/",
        "/sub, /s t, '', /s%20t/sub/",
        "/sub, //evil, '', /evil/sub/"
    })
    void folderWithoutSlash_isRedirected(String path, String script, String query, String location) throws Exception {
        var environ = Sent.environ("GET", path);
        environ.put("SCRIPT_NAME", script);
        environ.put("QUERY_STRING", query);
        var sent = Sent.to(site, environ);
        assertThat(sent.status().code()).isEqualTo(301);
        assertThat(sent.header("Location")).isEqualTo(location);
    }

    @Test
    void otherMethods_areNotAllowed() throws Exception {
        for (var method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
            var sent = Sent.to(site, Sent.environ(method, "/app.js"));
            assertThat(sent.status().code()).isEqualTo(405);
            assertThat(sent.header("Allow")).isEqualTo("GET, HEAD");
        }
        var head = Sent.to(site, Sent.environ("HEAD", "/app.js"));
        assertThat(head.header("Content-Length")).isEqualTo("8");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void conditionsAndRanges_areAnswered() throws Exception {
        var sent = get("/app.js");
        assertThat(get("/app.js", "If-None-Match", sent.header("ETag")).status().code())
                .isEqualTo(304);
        assertThat(get("/app.js", "If-Modified-Since", sent.header("Last-Modified"))
                        .status()
                        .code())
                .isEqualTo(304);
        assertThat(get("/app.js", "If-Match", "\"other\"").status().code()).isEqualTo(412);
        var part = get("/app.js", "Range", "bytes=0-4");
        assertThat(part.status().code()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("alert");
        assertThat(part.header("Content-Length")).isEqualTo("5");
        assertThat(get("/app.js", "Range", "bytes=0-0,2-2").header("Content-Type"))
                .startsWith("multipart/byteranges");
        assertThat(get("/app.js", "Range", "bytes=8-").header("Content-Range")).isEqualTo("bytes */8");
    }

    @Test
    void link_thatLeadsOut_isNotFollowed_unlessAllowed() throws Exception {
        Files.createSymbolicLink(root.resolve("out.txt"), root.resolve("../outside.txt"));
        Files.createSymbolicLink(root.resolve("up"), root.resolve(".."));
        Files.createSymbolicLink(root.resolve("in.js"), root.resolve("app.js"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        assertThat(get("/out.txt").status().code()).isEqualTo(404);
        assertThat(get("/up/outside.txt").status().code()).isEqualTo(404);
        assertThat(get("/up").status().code()).isEqualTo(404);
        assertThat(get("/loop").status().code()).isEqualTo(404);
        assertThat(get("/in.js").body()).isEqualTo("alert(1)");
        site = StaticFiles.builder(root).followLinks(true).build();
        assertThat(get("/out.txt").body()).isEqualTo("outside");
        assertThat(get("/up/outside.txt").body()).isEqualTo("outside");
    }

    @Test
    void precompressed_isSentToWhoAcceptsIt() throws Exception {
        write("app.js.gz", "GZ");
        write("app.js.br", "BR");
        var gzip = get("/app.js", "Accept-Encoding", "gzip");
        assertThat(gzip.body()).isEqualTo("GZ");
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(gzip.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(gzip.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(get("/app.js", "Accept-Encoding", "gzip, deflate, br").body())
                .isEqualTo("BR");
        assertThat(get("/app.js", "Accept-Encoding", "gzip, br;q=0.5").body()).isEqualTo("GZ");
        assertThat(get("/app.js", "Accept-Encoding", "br;q=0, gzip;q=0").body()).isEqualTo("alert(1)");
        assertThat(get("/app.js", "Accept-Encoding", "identity, gzip;q=0.5").body())
                .isEqualTo("alert(1)");
        var plain = get("/app.js");
        assertThat(plain.body()).isEqualTo("alert(1)");
        assertThat(plain.headers().contains("Content-Encoding")).isFalse();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(plain.header("ETag")).isNotEqualTo(gzip.header("ETag"));
        assertThat(get("/app.js", "Accept-Encoding", "gzip", "If-None-Match", gzip.header("ETag"))
                        .status()
                        .code())
                .isEqualTo(304);
        assertThat(get("/app.js", "If-None-Match", gzip.header("ETag")).status().code())
                .isEqualTo(200);
        assertThat(get("/index.html").headers().contains("Vary")).isFalse();
    }

    @Test
    void precompressed_ofTheSameLengthAndTime_hasAnotherTag() throws Exception {
        var time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(root.resolve("app.js"), time);
        Files.setLastModifiedTime(write("app.js.gz", "GZGZGZGZ"), time);
        assertThat(get("/app.js", "Accept-Encoding", "gzip").header("ETag"))
                .isNotEqualTo(get("/app.js").header("ETag"));
    }

    @Test
    void precompressed_thatIsOlder_isNotSent() throws Exception {
        Files.setLastModifiedTime(write("app.js.gz", "GZ"), FileTime.from(Instant.EPOCH));
        assertThat(get("/app.js", "Accept-Encoding", "gzip").body()).isEqualTo("alert(1)");
        site = StaticFiles.builder(root).precompressed(false).build();
        Files.setLastModifiedTime(root.resolve("app.js.gz"), FileTime.from(Instant.now()));
        assertThat(get("/app.js", "Accept-Encoding", "gzip").body()).isEqualTo("alert(1)");
    }

    @Test
    void fileThatChanges_isNoticed() throws Exception {
        site = StaticFiles.builder(root)
                .trustFor(Duration.ofHours(1))
                .keepInMemory(0)
                .build();
        assertThat(get("/app.js").body()).isEqualTo("alert(1)");
        write("app.js", "longer than before");
        assertThat(get("/app.js").body()).isEqualTo("longer than before");
        Files.delete(root.resolve("app.js"));
        assertThat(get("/app.js").status().code()).isEqualTo(404);
        write("app.js", "new");
        site = StaticFiles.builder(root).trustFor(Duration.ZERO).build();
        var tag = get("/app.js").header("ETag");
        Files.setLastModifiedTime(write("app.js", "NEW"), FileTime.from(Instant.EPOCH));
        assertThat(get("/app.js").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void smallFile_isKeptInMemory_withItsTagAndRanges() throws Exception {
        var fromDisk = StaticFiles.builder(root).keepInMemory(0).build();
        site = StaticFiles.builder(root)
                .trustFor(Duration.ofHours(1))
                .keepInMemory("alert(1)".length())
                .build();
        assertThat(Sent.to(fromDisk, Sent.environ("GET", "/app.js")).bodyType()).isEqualTo(FileWrapper.class);
        var first = get("/app.js");
        assertThat(first.header("ETag"))
                .isEqualTo(Sent.to(fromDisk, Sent.environ("GET", "/app.js")).header("ETag"));
        assertThat(get("/").body()).isEqualTo("<h1>home</h1>");
        Files.delete(root.resolve("app.js"));
        Files.delete(root.resolve("index.html"));
        assertThat(get("/app.js").body()).isEqualTo("alert(1)");
        assertThat(get("/app.js").header("Content-Length")).isEqualTo("8");
        assertThat(get("/app.js", "Range", "bytes=0-4").body()).isEqualTo("alert");
        assertThat(get("/app.js", "If-None-Match", first.header("ETag"))
                        .status()
                        .code())
                .isEqualTo(304);
        assertThat(get("/").status().code()).as("a byte too long to be kept").isEqualTo(404);
    }

    @Test
    void memoryOfTheFiles_isBounded() throws Exception {
        var folderOf = new StaticFolder(options());
        var cache = new StaticCache(Duration.ofHours(1));
        write("large.bin", "x".repeat(60 * 1024));
        var file = folderOf.regular("large.bin").orElseThrow();
        for (int i = 0; i < 1000; i++) {
            cache.put("/" + i, StaticEntry.of(file, folderOf, options()));
            assertThat(cache.keptBytes()).isBetween(60L * 1024, 16L << 20);
        }
        for (int i = 0; i < 1000; i++) {
            cache.remove("/" + i);
        }
        assertThat(cache.keptBytes()).isZero();
    }

    private StaticOptions options() {
        return new StaticOptions(
                root,
                Optional.empty(),
                Headers.empty(),
                MediaTypes::ofName,
                Duration.ofHours(1),
                64 * 1024,
                /* isPrecompressed= */ false,
                /* isFollowing= */ false,
                /* isShowingHidden= */ false);
    }

    @Test
    void options_areKept() throws Exception {
        site = StaticFiles.builder(root)
                .index("app.js")
                .cacheControl("max-age=60")
                .header("X-Content-Type-Options", "nosniff")
                .dotFiles(true)
                .mediaTypes(name -> MediaType.parse("text/x-" + name.length()))
                .build();
        var sent = get("/");
        assertThat(sent.body()).isEqualTo("alert(1)");
        assertThat(sent.header("Cache-Control")).isEqualTo("max-age=60");
        assertThat(sent.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(sent.header("Content-Type")).isEqualTo("text/x-6");
        assertThat(get("/.secret").body()).isEqualTo("secret");
        assertThat(get("/app.js", "If-None-Match", "*").header("Cache-Control")).isEqualTo("max-age=60");
        site = StaticFiles.builder(root).noIndex().build();
        assertThat(get("/").status().code()).isEqualTo(404);
        assertThat(get("/sub").status().code()).isEqualTo(301);
    }

    @Test
    void rootThatIsNoFolder_isRefused() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StaticFiles.of(root.resolve("none")));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StaticFiles.of(root.resolve("app.js")));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> StaticFiles.builder(root).index("a/b"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> StaticFiles.builder(root).trustFor(Duration.ofNanos(-1)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> StaticFiles.builder(root).keepInMemory(-1));
    }

    @Test
    void manyNames_keepTheCacheWithinItsLimit() throws Exception {
        var finder = new StaticFolder(options());
        var entry = StaticEntry.of(finder.regular("app.js").orElseThrow(), finder, options());
        var cache = new StaticCache(Duration.ofHours(1));
        for (int i = 0; i < 5000; i++) {
            cache.put("/" + i, entry);
            assertThat(cache.get("/" + i)).contains(entry);
        }
        assertThat(IntStream.range(0, 5000)
                        .filter(i -> cache.get("/" + i).isPresent())
                        .count())
                .isBetween(1L, 1024L);
    }
}
