package dev.loomlet.web;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a request reports, by the names and in the forms of {@code webob/report.py}. */
final class WebobReport {

    private static final TrustedProxies ANYBODY = TrustedProxies.of("0.0.0.0/0", "::/0");

    private final Request request;
    private final Map<String, String> report = new LinkedHashMap<>();

    private WebobReport(Request request) {
        this.request = request;
    }

    static Map<String, String> of(Request request) throws IOException {
        var report = new WebobReport(request);
        report.url();
        report.content();
        report.accepts();
        report.conditions();
        report.others();
        return report.report;
    }

    private void url() throws IOException {
        report.put("method", request.method());
        report.put("scheme", request.scheme());
        report.put("host", request.host());
        report.put("domain", request.domain());
        report.put("port", Integer.toString(request.port()));
        report.put("host url", request.hostUrl());
        report.put("application url", request.applicationUrl());
        report.put("path", request.path());
        report.put("path and query", request.pathAndQuery());
        report.put("path url", request.pathUrl());
        report.put("url", request.url());
        report.put("script name", request.scriptName());
        report.put("path info", request.pathInfo());
        report.put("query string", request.queryString());
        report.put(
                "client",
                request.client(ANYBODY).map(InetAddress::getHostAddress).orElse(""));
    }

    private void content() throws IOException {
        report.put("query", pairs(request.query()));
        report.put("form", pairs(request.form().fields()));
        report.put("params", pairs(request.params()));
        var cookies = new TreeMap<String, String>();
        request.cookies().forEach(cookie -> cookies.put(cookie.name(), cookie.value()));
        report.put("cookies", pairs(params(cookies)));
        report.put("content type", request.contentType().map(MediaType::essence).orElse(""));
        report.put("content length", text(request.contentLength()));
        report.put("charset", request.charset().name().toLowerCase(Locale.ROOT));
    }

    private void accepts() {
        var accept = request.accept();
        var types = List.of("text/html", "text/plain", "application/json", "image/png", "text/html;level=1");
        report.put("accept", ranked(accept.acceptable(types), accept::quality));
        var language = request.acceptLanguage();
        var tags = List.of("en", "de", "de-CH", "fr-FR", "en-GB-oed");
        report.put("accept language", ranked(language.acceptable(tags), language::quality));
        var encoding = request.acceptEncoding();
        var codings = List.of("gzip", "br", "identity", "deflate");
        report.put("accept encoding", ranked(encoding.acceptable(codings), encoding::quality));
        var charset = request.acceptCharset();
        var charsets = List.of("utf-8", "iso-8859-1", "utf-16");
        report.put("accept charset", ranked(charset.acceptable(charsets), charset::quality));
    }

    private void conditions() {
        report.put("if match", request.header("If-Match").isEmpty() ? "*" : tags(request.ifMatch(), /* weak= */ false));
        report.put("if none match", tags(request.ifNoneMatch(), /* weak= */ true));
        report.put("if modified since", seconds(request.ifModifiedSince()));
        report.put("if unmodified since", seconds(request.ifUnmodifiedSince()));
        report.put(
                "if range",
                request.header("If-Range").isEmpty()
                        ? "*"
                        : request.ifRange()
                                .map(value -> value.date().isPresent()
                                        ? seconds(value.date())
                                        : value.tag().orElseThrow().value())
                                .orElse(""));
        report.put(
                "range",
                request.range()
                        .map(ranges -> ranges.satisfy(10_000))
                        .map(ranges -> ranges.stream().map(ByteRange::toString).collect(Collectors.joining(",")))
                        .orElse(""));
    }

    private void others() {
        report.put(
                "cache control",
                new TreeMap<>(request.cacheControl().directives())
                        .entrySet().stream()
                                .map(directive -> directive.getKey() + "="
                                        + directive.getValue().orElse(""))
                                .collect(Collectors.joining(",")));
        report.put(
                "authorization",
                request.authorization()
                        .map(value -> value.scheme() + " "
                                + value.token().orElseGet(() -> pairs(params(new TreeMap<>(value.parameters())))))
                        .orElse(""));
        report.put(
                "max forwards",
                request.maxForwards().stream()
                        .mapToObj(Integer::toString)
                        .findFirst()
                        .orElse(""));
        report.put("user agent", request.userAgent().orElse(""));
        report.put("referer", request.referer().orElse(""));
        report.put("xhr", Boolean.toString(request.isXhr()));
    }

    /* Python's urlencode escapes "*" and not "~". */
    private static String pairs(Params params) {
        return QueryString.format(params).replace("*", "%2A").replace("%7E", "~");
    }

    private static Params params(Map<String, String> map) {
        return Params.of(map.entrySet().stream()
                .map(entry -> new Params.Pair(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static String ranked(List<String> offers, ToDoubleFunction<String> quality) {
        return offers.stream()
                .map(offer -> offer + "=" + Math.round(quality.applyAsDouble(offer) * 1000))
                .collect(Collectors.joining(","));
    }

    private static String tags(Optional<EntityTags> tags, boolean weak) {
        return tags.map(list -> list.isAny()
                        ? "*"
                        : list.tags().stream()
                                .filter(tag -> weak || !tag.isWeak())
                                .map(EntityTag::value)
                                .collect(Collectors.joining(" ")))
                .orElse("");
    }

    private static String seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).map(String::valueOf).orElse("");
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }
}
