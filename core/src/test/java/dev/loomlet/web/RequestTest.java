package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Environ;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    private static Request get(String path) {
        return Request.blank(path).build();
    }

    static void assertStatus(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HttpException.class,
                        refusal -> assertThat(refusal.status().code()).isEqualTo(status));
    }

    @Test
    void urls_arePutTogetherFromTheEnviron() {
        var request = Request.blank("/caf%C3%A9/a%20b;c=1?q=%2B")
                .baseUrl("https://example.org:8443/app/%C3%A4/")
                .build();
        assertThat(request.url()).isEqualTo("https://example.org:8443/app/%C3%A4/caf%C3%A9/a%20b;c=1?q=%2B");
        assertThat(request.pathUrl()).isEqualTo("https://example.org:8443/app/%C3%A4/caf%C3%A9/a%20b;c=1");
        assertThat(request.applicationUrl()).isEqualTo("https://example.org:8443/app/%C3%A4");
        assertThat(request.hostUrl()).isEqualTo("https://example.org:8443");
        assertThat(request.path()).isEqualTo("/app/%C3%A4/caf%C3%A9/a%20b;c=1");
        assertThat(request.pathAndQuery()).isEqualTo("/app/%C3%A4/caf%C3%A9/a%20b;c=1?q=%2B");
        assertThat(request.scriptName()).isEqualTo("/app/\u00e4");
        assertThat(request.pathInfo()).isEqualTo("/caf\u00e9/a b;c=1");
        assertThat(request).hasToString("GET " + request.url());
    }

    @ParameterizedTest
    @CsvSource({
        "http, example.org, example.org, 80, http://example.org",
        "http, example.org:80, example.org, 80, http://example.org",
        "http, example.org:8080, example.org, 8080, http://example.org:8080",
        "http, example.org:443, example.org, 443, http://example.org:443",
        "https, example.org, example.org, 443, https://example.org",
        "https, example.org:443, example.org, 443, https://example.org",
        "http, example.org:, example.org, 80, http://example.org",
        "http, [::1], [::1], 80, http://[::1]",
        "http, [::1]:8080, [::1], 8080, http://[::1]:8080",
    })
    void host_withAndWithoutPort(String scheme, String host, String domain, int port, String hostUrl) {
        var request = Request.blank(scheme + "://" + host + "/").build();
        assertThat(request.host()).isEqualTo(host);
        assertThat(request.domain()).isEqualTo(domain);
        assertThat(request.port()).isEqualTo(port);
        assertThat(request.hostUrl()).isEqualTo(hostUrl);
    }

    @Test
    void host_ofARequestWithoutOne_isTheServers() {
        var request = get("/");
        request.environ().remove("HTTP_HOST");
        request.environ().put(Environ.SERVER_PORT, "8080");
        assertThat(request.host()).isEqualTo("localhost:8080");
        assertThat(request.serverPort()).isEqualTo(8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "99999999999999", "-1", "+1", "0x1", "\u0661"})
    void port_thatIsNone_is400(String port) {
        var request = get("/");
        request.environ().put("HTTP_HOST", "example.org:" + port);
        assertStatus(400, request::port);
    }

    @Test
    void path_thatIsNotUtf8_is400_andNothingMoves() {
        var request = get("/%FF/x");
        assertStatus(400, request::pathInfo);
        assertStatus(400, request::pathInfoPop);
        assertThat(request.environ().pathInfo()).isEqualTo("/\u00ff/x");
        assertThat(request.url()).isEqualTo("http://localhost/%FF/x");
    }

    @Test
    void pathInfoPop_movesASegmentWithTheSlashesBeforeIt() {
        var request = get("/a//b/%C3%A4/");
        assertThat(request.pathInfoPeek()).contains("a");
        assertThat(request.pathInfoPop()).contains("a");
        assertThat(request.pathInfoPop()).contains("b");
        assertThat(request.scriptName()).isEqualTo("/a//b");
        assertThat(request.pathInfoPop()).contains("\u00e4");
        assertThat(request.pathInfoPop()).contains("");
        assertThat(request.pathInfoPop()).isEmpty();
        assertThat(request.environ().scriptName()).isEqualTo("/a//b/\u00c3\u00a4/");
        assertThat(request.pathInfo()).isEmpty();
    }

    @Test
    void urlVars_areThoseOfTheRoutingArgs() {
        var request = get("/");
        assertThat(request.urlVars()).isEmpty();
        assertThat(request.urlArgs()).isEmpty();
        request.setUrlVars(List.of("a"), Map.of("number", "7"));
        assertThat(request.urlVars()).containsExactly(Map.entry("number", "7"));
        assertThat(request.urlArgs()).containsExactly("a");
        request.environ().put("wsgiorg.routing_args", "nonsense");
        assertThat(request.urlVars()).isEmpty();
        assertThat(request.urlArgs()).isEmpty();
    }

    /* RFC 3986 §5.4.1 and §5.4.2, with the base "http://a/b/c/d;p". */
    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "g:h, g:h",
                "g, http://a/b/c/g",
                "./g, http://a/b/c/g",
                "g/, http://a/b/c/g/",
                "/g, http://a/g",
                "//g, http://g",
                "?y, http://a/b/c/d;p?y",
                "g?y, http://a/b/c/g?y",
                "'#s', http://a/b/c/d;p#s",
                "g#s, http://a/b/c/g#s",
                "g?y#s, http://a/b/c/g?y#s",
                ";x, http://a/b/c/;x",
                "g;x=1/../y, http://a/b/c/y",
                "'', http://a/b/c/d;p",
                "., http://a/b/c/",
                "./, http://a/b/c/",
                ".., http://a/b/",
                "../, http://a/b/",
                "../g, http://a/b/g",
                "../.., http://a/",
                "../../, http://a/",
                "../../g, http://a/g",
                "../../../g, http://a/g",
                "/./g, http://a/g",
                "/../g, http://a/g",
                "g., http://a/b/c/g.",
                "..g, http://a/b/c/..g",
                "./g/., http://a/b/c/g/",
                "g/../h, http://a/b/c/h",
                "g?y/./x, http://a/b/c/g?y/./x",
                "g#s/../x, http://a/b/c/g#s/../x",
                "http://b, http://b",
                "a/b:c, http://a/b/c/a/b:c",
            })
    void relativeUrl_isResolvedAsTheStandardSays(String reference, String url) {
        assertThat(Request.blank("http://a/b/c/d;p?q").build().relativeUrl(reference))
                .isEqualTo(url);
    }

    @Test
    void applicationRelativeUrl_startsBehindTheScriptName() {
        var request = Request.blank("/x/y").baseUrl("http://a/app").build();
        assertThat(request.applicationRelativeUrl("login")).isEqualTo("http://a/app/login");
        assertThat(get("/x").applicationRelativeUrl("login")).isEqualTo("http://localhost/login");
    }

    @Test
    void headers_areThoseOfTheEnvironNow() {
        var request = Request.blank("/")
                .header("x-name", "1")
                .header("X-Name", "2")
                .header("Cookie", "a=1")
                .cookie("b", "x y")
                .header("X_Name", "forged")
                .body("text/plain", "abc")
                .build();
        assertThat(request.headers().first("X-Name")).contains("1,2");
        assertThat(request.header("cookie")).contains("a=1; b=\"x y\"");
        assertThat(request.cookies()).isEqualTo(Params.of("a", "1", "b", "x y"));
        assertThat(request.headers().first("Content-Length")).contains("3");
        request.environ().put("HTTP_X_NAME", "3");
        assertThat(request.headers().all("X-Name")).containsExactly("3");
        assertThat(request.environ().get(Environ.HEADERS_RAW))
                .hasToString(
                        "[x-name: 1, X-Name: 2, Cookie: a=1, Cookie: b=\"x y\", X_Name: forged, Content-Type: text/plain]");
    }

    @Test
    void fields_areReadByTheirGrammars_andAgainWhenTheyChange() {
        var request = Request.blank("/?a=1&b=%C3%A4&a=%FF")
                .header("If-None-Match", "W/\"x\"")
                .header("If-Match", "*")
                .header("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")
                .header("If-Unmodified-Since", "yesterday")
                .header("If-Range", "\"x\"")
                .header("Range", "bytes=0-1")
                .header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
                .header("Max-Forwards", "7")
                .header("X-Requested-With", "XMLHttpRequest")
                .header("Referer", "/r")
                .header("User-Agent", "curl")
                .header("Pragma", "no-cache")
                .header("Accept", "text/html, application/json;q=0.5")
                .header("Accept-Encoding", "gzip")
                .header("Accept-Language", "de")
                .header("Accept-Charset", "utf-8")
                .header("Authorization", "Basic dTpw")
                .header("Cache-Control", "no-cache")
                .build();
        assertThat(request.accept().bestMatch("application/json", "text/html")).contains("text/html");
        assertThat(request.acceptEncoding().quality("br")).isZero();
        assertThat(request.acceptLanguage().bestMatch("en", "de-AT")).contains("de-AT");
        assertThat(request.acceptCharset().quality("utf-8")).isOne();
        assertThat(request.authorization().flatMap(Authorization::basic)).contains(new Authorization.Basic("u", "p"));
        assertThat(request.cacheControl().noCache()).isTrue();
        request.environ().put("HTTP_ACCEPT_ENCODING", "");
        assertThat(request.acceptEncoding().quality("gzip")).isZero();
        request.environ().remove("HTTP_ACCEPT_ENCODING");
        assertThat(request.acceptEncoding().quality("gzip")).isOne();
        assertThat(request.query()).isEqualTo(Params.of("a", "1", "b", "\u00e4", "a", "\ufffd"));
        assertThat(request.query()).isSameAs(Request.of(request.environ()).query());
        request.environ().put(Environ.QUERY_STRING, "c=2");
        assertThat(request.query()).isEqualTo(Params.of("c", "2"));
        assertThat(request.ifMatch().orElseThrow().isAny()).isTrue();
        assertThat(request.ifNoneMatch()).isEqualTo(EntityTags.parse("W/\"x\""));
        assertThat(request.ifModifiedSince()).contains(Instant.parse("1994-11-06T08:49:37Z"));
        assertThat(request.ifUnmodifiedSince()).isEmpty();
        assertThat(request.ifRange()).isEqualTo(IfRange.parse("\"x\""));
        assertThat(request.range()).isEqualTo(ByteRanges.parse("bytes=0-1"));
        assertThat(request.date()).isEqualTo(request.ifModifiedSince());
        assertThat(request.maxForwards()).hasValue(7);
        assertThat(request.isXhr()).isTrue();
        assertThat(request.referer()).contains("/r");
        assertThat(request.userAgent()).contains("curl");
        assertThat(request.pragma()).contains("no-cache");
        request.removeConditionalHeaders();
        assertThat(request.range()).isEmpty();
        assertThat(request.ifNoneMatch()).isEmpty();
        assertThat(request.ifMatch()).isPresent();
    }

    @Test
    void fields_ofARequestWithoutAny_areAbsent() {
        var request = get("/");
        assertThat(request.query()).isEqualTo(Params.empty());
        assertThat(request.cookies()).isEqualTo(Params.empty());
        assertThat(request.contentType()).isEmpty();
        assertThat(request.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(request.contentLength()).isEmpty();
        assertThat(request.range()).isEmpty();
        assertThat(request.maxForwards()).isEmpty();
        assertThat(request.isXhr()).isFalse();
        assertThat(request.remoteUser()).isEmpty();
        assertThat(request.remoteAddr()).isEqualTo("127.0.0.1");
        assertThat(request.protocol()).isEqualTo("HTTP/1.1");
        assertThat(request.method()).isEqualTo("GET");
    }

    @Test
    void query_ofMoreValuesThanThereMayBe_is400() {
        assertStatus(400, () -> get("/?" + "a&".repeat(1001)).query());
    }

    @Test
    void contentLength_thatIsNoNumber_andCharsetThatNobodyKnows_areRefused() {
        var request =
                Request.blank("/").body("text/plain; charset=x-nobody", "").build();
        assertStatus(415, request::charset);
        request.environ().put(Environ.CONTENT_LENGTH, "x");
        assertStatus(400, request::contentLength);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ftp://a/", "http:///x", "/a b", "/\u00e4", "/%", "/%4", "/%4g", "/#x"})
    void blank_ofWhatIsNoPathOrUrl_namesIt(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.blank(path))
                .withMessageStartingWith("path ");
    }
}
