package dev.loomlet.web;

import dev.loomlet.wsgi.NativeStrings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Requests by chance, most of what they have well-formed, and of each documented difference some. docs/web.md has the list of these; a value that
 * is in it is given here with what reports it otherwise.
 */
final class WebobRequests {

    /**
     * A request.
     *
     * @param environ its strings
     * @param body native string
     * @param differences what is known to be reported otherwise
     */
    record Generated(Map<String, String> environ, String body, Map<String, String> differences) {}

    private static final String[] WORDS = {
        "a", "b c", "\u00e4", "x&y=z", "100%", "\u20ac+", "", "a;b", "\ud83d\ude00", "<>\"", "~_-.*"
    };

    private final Random random;
    private Map<String, String> environ = new LinkedHashMap<>();
    private Map<String, String> differences = new TreeMap<>();

    WebobRequests(long seed) {
        this.random = new Random(seed);
    }

    Generated next() {
        environ = new LinkedHashMap<>();
        differences = new TreeMap<>();
        url();
        var body = form();
        accepts();
        conditions();
        others();
        return new Generated(environ, body, differences);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    private String list(String separator, int most, Supplier<String> element) {
        var list = new StringBuilder(element.get());
        for (int more = random.nextInt(most); more > 0; more--) {
            list.append(separator).append(element.get());
        }
        return list.toString();
    }

    private void put(String key, String value) {
        environ.put(key, value);
    }

    /** Gives a header to half of the requests, and to a tenth of them one that {@code report} tells otherwise. */
    private void maybe(String header, String report, Supplier<String> value, String... otherwise) {
        if (otherwise.length > 0 && chance(10)) {
            put("HTTP_" + header, one(otherwise));
            differences.put(report, environ.get("HTTP_" + header));
        } else if (chance(50)) {
            put("HTTP_" + header, value.get());
        }
    }

    private void url() {
        put("REQUEST_METHOD", one("GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "FROB"));
        put("wsgi.url_scheme", one("http", "https"));
        put("SERVER_NAME", one("example.org", "10.0.0.1"));
        put("SERVER_PORT", one("80", "443", "8080"));
        put("SERVER_PROTOCOL", "HTTP/1.1");
        put("REMOTE_ADDR", one("192.0.2.1", "2001:db8:0:0:0:0:0:1"));
        put("SCRIPT_NAME", one("", "/app", "/a b", NativeStrings.encodeUtf8("/\u00e4")));
        put(
                "PATH_INFO",
                one(
                        "/",
                        "/x",
                        "/x/../y//z",
                        "/;p=1,2",
                        NativeStrings.encodeUtf8("/\u20ac/\u00fc"),
                        "/%41?#",
                        "/~u/@:!$&'()*+"));
        put("QUERY_STRING", chance(30) ? "" : query());
        if (chance(5)) {
            put("QUERY_STRING", one("a=%E4&b=%F0%9F", "a=b=c;d=e"));
            differences.put("query", environ.get("QUERY_STRING"));
            differences.put("params", environ.get("QUERY_STRING"));
        }
        maybe(
                "HOST",
                "host",
                () -> one("example.org", "example.org:80", "example.org:443", "EXAMPLE.org:8080", "127.0.0.1:8000"));
        if (chance(30)) {
            put("HTTP_X_FORWARDED_FOR", one("203.0.113.7", "203.0.113.7, 198.51.100.2", " 198.51.100.1 ,10.1.1.1"));
        }
    }

    private String query() {
        if (chance(20)) {
            return one("a&b&&c", "=", "a=%zz&b=%", "%61%62=%2B+", "&&", "a=%00%0D%0A");
        }
        return list("&", 4, () -> QueryString.format(Params.of(one(WORDS), one(WORDS))));
    }

    private String form() {
        boolean post = environ.get("REQUEST_METHOD").equals("POST");
        var body = chance(60) ? query() : "";
        var type = one(
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "application/json",
                "text/plain; charset=iso-8859-1",
                "text/plain;charset=\"utf-8\"");
        if (post || chance(50)) {
            put("CONTENT_TYPE", type);
            put("CONTENT_LENGTH", Integer.toString(body.length()));
            boolean fields = type.startsWith("application/x-www-form")
                    && !body.replace("&", "").isEmpty();
            if (fields && Set.of("GET", "HEAD").contains(environ.get("REQUEST_METHOD"))) {
                differences.put("form", "method");
                differences.put("params", "method");
            }
            return body;
        }
        return "";
    }

    private String quality() {
        return chance(50) ? "" : one(";q=0", ";q=0.5", "; q=0.123", ";q=1.000", " ; q=0.9", ";Q=0.8", ";q=0.", ";q=1");
    }

    private void accepts() {
        maybe(
                "ACCEPT",
                "accept",
                () -> chance(10)
                        ? one("", "text", "text/html;q=2", "*", "text/html;q=.5", ",", "text/html,,text/plain")
                        : list(
                                one(",", ", ", " , "),
                                5,
                                () -> one(
                                                "text/html",
                                                "text/*",
                                                "*/*",
                                                "TEXT/plain",
                                                "application/json",
                                                "text/html;level=1",
                                                "text/html; level=\"1\"",
                                                "image/png")
                                        + quality()));
        maybe(
                "ACCEPT_LANGUAGE",
                "accept language",
                () -> list(", ", 4, () -> one("en", "de", "DE-ch", "fr", "en-GB", "*", "zh-Hant") + quality()),
                "",
                "en_GB",
                "en;q=2");
        if (!environ.containsKey("HTTP_ACCEPT_LANGUAGE")) {
            differences.put("accept language", "none");
        }
        maybe(
                "ACCEPT_ENCODING",
                "accept encoding",
                () -> chance(10)
                        ? one("", "gzip deflate", "gzip;level=1")
                        : list(",", 4, () -> one("gzip", "br", "identity", "*", "Deflate") + quality()),
                ", gzip");
        maybe(
                "ACCEPT_CHARSET",
                "accept charset",
                () -> chance(10)
                        ? one("", "utf 8", ",")
                        : list(", ", 3, () -> one("utf-8", "ISO-8859-1", "*", "utf-16") + quality()));
    }

    private String tag() {
        return one("\"a\"", "\"b-1:2\"", "W/\"c\"", "\"d,e\"");
    }

    private String date() {
        return one(
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Thu, 29 Feb 2024 00:00:00 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994");
    }

    private void conditions() {
        maybe(
                "IF_MATCH",
                "if match",
                () -> chance(20) ? "*" : list(", ", 3, this::tag),
                "\"a\",\"b\"",
                "unquoted",
                "\"a\", b\"");
        maybe(
                "IF_NONE_MATCH",
                "if none match",
                () -> chance(20) ? "*" : list(", ", 3, this::tag),
                "\"a\",\"b\"",
                "unquoted",
                "\"a\\\"b\"");
        maybe(
                "IF_MODIFIED_SINCE",
                "if modified since",
                this::date,
                "Sun, 6 Nov 1994 08:49:37 +0100",
                "6 nov 1994 08:49 GMT");
        maybe("IF_UNMODIFIED_SINCE", "if unmodified since", () -> chance(80) ? date() : one("", "yesterday", "0"));
        maybe(
                "IF_RANGE",
                "if range",
                () -> chance(50) ? one("\"a\"", "\"b c\"".replace(' ', '-')) : "Sun, 06 Nov 1994 08:49:37 GMT",
                "\"a\", \"b\"",
                "unquoted");
        maybe(
                "RANGE",
                "range",
                () -> one(
                        "bytes=0-499",
                        "bytes=500-",
                        "bytes=-500",
                        "bytes=9999-20000",
                        "bytes=10000-",
                        "bytes=5-4",
                        "items=0-1",
                        "bytes=a-b",
                        "",
                        "bytes=0-0"),
                "bytes=0-1,5-6",
                "bytes=0-1x",
                "bytes = 0-1",
                "bytes=-20000");
    }

    private void others() {
        cookies();
        maybe(
                "CACHE_CONTROL",
                "cache control",
                () -> list(
                        ", ",
                        3,
                        () -> one(
                                "no-cache",
                                "max-age=0",
                                "max-stale",
                                "min-fresh=60",
                                "only-if-cached",
                                "community=\"UCI\"")),
                "NO-STORE",
                "max-age=1, max-age=2",
                "max-age = 5");
        maybe(
                "AUTHORIZATION",
                "authorization",
                () -> one(
                        "Negotiate",
                        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                        "Digest username=\"Mufasa\", qop=auth, uri=\"/x\"",
                        "Bearer abc.def-1"),
                "Digest username=Mufasa, username=Scar");
        maybe("MAX_FORWARDS", "max forwards", () -> one("0", "10"));
        maybe("USER_AGENT", "user agent", () -> one("curl/7.88.1", "Mozilla/5.0 (X11; Linux)"));
        maybe("REFERER", "referer", () -> one("http://example.org/x", "/y"));
        maybe("X_REQUESTED_WITH", "xhr", () -> one("XMLHttpRequest", "xmlhttprequest"));
    }

    private void cookies() {
        maybe(
                "COOKIE",
                "cookies",
                () -> list(
                        "; ",
                        4,
                        () -> one(
                                "a=1",
                                "b=",
                                "c=\"x y\"",
                                "d=\"\\303\\244\\054\"",
                                "e=1=2",
                                "f=a/b?c&d",
                                "g=\"\"",
                                "a=2",
                                "j = k")),
                "a=1; path=/",
                "a={\"x\":1}",
                "a=x\\054y",
                "a=\"b; c=d\"",
                "$Version=1; a=b",
                "a=b,c");
    }
}
