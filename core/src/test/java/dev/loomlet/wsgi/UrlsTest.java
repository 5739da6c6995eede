package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** URL reconstruction and path shifting. The expected values are what Python's wsgiref.util gives, but where a comment says otherwise. */
class UrlsTest {

    record Url(String application, String request, Map<String, String> changes) {
        Url(String same, Map<String, String> changes) {
            this(same, same, changes);
        }
    }

    static List<Url> urls() {
        return List.of(
                new Url("http://192.0.2.1/", Map.of()),
                new Url("http://192.0.2.1/shop", Map.of("SCRIPT_NAME", "/shop")),
                new Url("http://192.0.2.1/caf%E9", Map.of("SCRIPT_NAME", "/caf\u00e9")),
                new Url("http://192.0.2.1/", "http://192.0.2.1/caf%C3%A9", Map.of("PATH_INFO", "/caf\u00c3\u00a9")),
                new Url(
                        "http://192.0.2.1/shop",
                        "http://192.0.2.1/shop/cart",
                        Map.of("SCRIPT_NAME", "/shop", "PATH_INFO", "/cart")),
                new Url(
                        "http://192.0.2.1/shop",
                        "http://192.0.2.1/shop/cart;id=1,2",
                        Map.of("SCRIPT_NAME", "/shop", "PATH_INFO", "/cart;id=1,2")),
                new Url("http://192.0.2.1/", "http://192.0.2.1/a%20b%3F%23%25", Map.of("PATH_INFO", "/a b?#%")),
                new Url(
                        "http://192.0.2.1/",
                        "http://192.0.2.1/%21%24%26%27%28%29%2A%2B%3A%40~._-",
                        Map.of("PATH_INFO", "/!$&'()*+:@~._-")),
                new Url("http://192.0.2.1/", "http://192.0.2.1/a//b/", Map.of("PATH_INFO", "/a//b/")),
                new Url(
                        "http://192.0.2.1/",
                        "http://192.0.2.1/?a=%20&b",
                        Map.of("PATH_INFO", "/", "QUERY_STRING", "a=%20&b")),
                new Url("http://192.0.2.1/shop", Map.of("SCRIPT_NAME", "/shop", "QUERY_STRING", "")),
                new Url("http://shop.example:2071/", Map.of("HTTP_HOST", "shop.example:2071", "SERVER_PORT", "80")),
                new Url("http://shop.example/", Map.of("HTTP_HOST", "shop.example", "SERVER_PORT", "8000")),
                new Url("http://shop.example/", Map.of("SERVER_NAME", "shop.example")),
                new Url("http://192.0.2.1/", Map.of("HTTP_HOST", "")),
                new Url("http://192.0.2.1:8000/", Map.of("SERVER_PORT", "8000")),
                new Url("http://192.0.2.1:443/", Map.of("SERVER_PORT", "443")),
                new Url("https://192.0.2.1/", Map.of("wsgi.url_scheme", "https", "SERVER_PORT", "443")),
                new Url("https://192.0.2.1:80/", Map.of("wsgi.url_scheme", "https")),
                /* wsgiref quotes these three in the one and not in the other; here a path looks the same before and after a shift. */
                new Url("http://192.0.2.1/cart;id=1,2", Map.of("SCRIPT_NAME", "/cart;id=1,2")),
                /* wsgiref drops the first character whatever it is. */
                new Url("http://192.0.2.1/", "http://192.0.2.1/%2A", Map.of("PATH_INFO", "*")));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void url_ofEnviron_isPutTogetherAgain(Url url) {
        var entries = new HashMap<String, Object>(
                Map.of("wsgi.url_scheme", "http", "SERVER_NAME", "192.0.2.1", "SERVER_PORT", "80"));
        entries.putAll(url.changes());
        var environ = Environ.of(entries);
        assertThat(environ.applicationUrl()).isEqualTo(url.application());
        assertThat(environ.url()).isEqualTo(url.request());
        assertThat(environ).isEqualTo(entries);
    }

    /** No name stands for no segment. */
    record Shift(String script, String path, @Nullable String name, String newScript, String newPath) {}

    static List<Shift> shifts() {
        return List.of(
                new Shift("", "/", "", "/", ""),
                new Shift("", "/x", "x", "/x", ""),
                new Shift("", "/x/", "x", "/x", "/"),
                new Shift("", "/x/y", "x", "/x", "/y"),
                new Shift("/a", "/x/y", "x", "/a/x", "/y"),
                new Shift("/a", "/", "", "/a/", ""),
                new Shift("/a", "//", "", "/a/", ""),
                new Shift("/a", "///", "", "/a/", ""),
                new Shift("", "//", "", "/", ""),
                new Shift("", "//x", "x", "/x", ""),
                new Shift("/a", "//x//y/", "x", "/a/x", "/y/"),
                new Shift("/a", "/./x", "x", "/a/x", ""),
                new Shift("/a", "/././/x", "x", "/a/x", ""),
                new Shift("/a", "/x/./y", "x", "/a/x", "/y"),
                new Shift("/a", "/x/.", "x", "/a/x", "/."),
                new Shift("", "/./", "", "/", ""),
                new Shift("/a", "/.", null, "/a", ""),
                new Shift("", "/.", null, "", ""),
                new Shift("/a", "/..", "..", "", ""),
                new Shift("/a", "/../x", "..", "", "/x"),
                new Shift("/a/b", "/..", "..", "/a", ""),
                new Shift("", "/..", "..", "", ""),
                new Shift("", "/../x", "..", "", "/x"),
                new Shift("/a", "/x/../y", "x", "/a/x", "/../y"),
                new Shift("/a", "/...", "...", "/a/...", ""),
                new Shift("/a", "", null, "/a", ""),
                new Shift("", "", null, "", ""),
                new Shift("/a/", "/x", "x", "/a/x", ""),
                new Shift("/a/", "/..", "..", "", ""),
                /* wsgiref fails with an IndexError. */
                new Shift("/a", "*", null, "/a", "*"));
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void shiftPathInfo_ofPath_movesItsFirstSegment(Shift shift) {
        var environ = Environ.of(Map.of("SCRIPT_NAME", shift.script(), "PATH_INFO", shift.path()));
        var name = environ.shiftPathInfo();
        assertThat(name.orElse(null)).isEqualTo(shift.name());
        assertThat(environ).isEqualTo(Map.of("SCRIPT_NAME", shift.newScript(), "PATH_INFO", shift.newPath()));
    }

    @Test
    void shiftPathInfo_untilNothingIsLeft_givesEverySegmentOnce() {
        var environ = Environ.of(Map.of("PATH_INFO", "/a/b%2F/c"));
        assertThat(environ.shiftPathInfo()).contains("a");
        assertThat(environ.shiftPathInfo()).contains("b%2F");
        assertThat(environ.shiftPathInfo()).contains("c");
        assertThat(environ.shiftPathInfo()).isEmpty();
        assertThat(environ.scriptName()).isEqualTo("/a/b%2F/c");
        assertThat(environ.pathInfo()).isEmpty();
    }
}
