package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Request} is for: method, URL and its parts. */
abstract sealed class RequestUrl permits RequestFields {

    private static final String ROUTING_ARGS = "wsgiorg.routing_args";

    private final Environ environ;

    RequestUrl(Environ environ) {
        this.environ = environ;
    }

    /**
     * Returns what this is a view of.
     *
     * @return the environ itself: what is changed there shows here
     */
    public Environ environ() {
        return environ;
    }

    /**
     * Returns the method.
     *
     * @return as {@code "GET"}, case as sent; {@code "GET"} if the environ has none
     */
    public String method() {
        var method = environ.method();
        return method.isEmpty() ? "GET" : method;
    }

    /**
     * Returns the client's version (WebOb's {@code http_version}).
     *
     * @return as {@code "HTTP/1.1"}
     */
    public String protocol() {
        return environ.protocol();
    }

    /**
     * Returns the scheme, as the server knows it; behind a proxy see {@link TrustedProxies}.
     *
     * @return {@code "http"} or {@code "https"}
     */
    public String scheme() {
        return environ.scheme();
    }

    /**
     * Returns the host that was asked for, with its port if one was sent.
     *
     * @return {@code Host}, otherwise name and port of the server. It is the client's word
     */
    public String host() {
        return environ.header("Host")
                .filter(host -> !host.isEmpty())
                .orElseGet(() -> serverName() + ":" + serverPort());
    }

    /**
     * Returns the host that was asked for.
     *
     * @return {@link #host()} without a port; an IPv6 address keeps its brackets
     */
    public String domain() {
        return Hosts.withoutPort(host());
    }

    /**
     * Returns the port that was asked for (WebOb's {@code host_port}).
     *
     * @return the port in {@link #host()}, otherwise 443 for https and 80 for http
     * @throws HttpException 400 if what is sent there is no port
     */
    public int port() {
        return Hosts.port(host())
                .map(Hosts::number)
                .orElse(scheme().equals("https") ? Hosts.HTTPS_PORT : Hosts.HTTP_PORT);
    }

    /**
     * Returns the port that was connected to.
     *
     * @return {@link Environ#SERVER_PORT}
     * @throws HttpException 400 if it is no port
     */
    public int serverPort() {
        return Hosts.number(string(Environ.SERVER_PORT));
    }

    /**
     * Returns the name of the server.
     *
     * @return {@link Environ#SERVER_NAME}
     */
    public String serverName() {
        return string(Environ.SERVER_NAME);
    }

    /**
     * Returns the address of the peer that is connected: of the last proxy, if there is one. {@link TrustedProxies} find the client's.
     *
     * @return digits; {@code ""} if it is not known
     */
    public String remoteAddr() {
        return environ.remoteAddr();
    }

    /**
     * Returns who has been authenticated, by the server or a middleware.
     *
     * @return {@code REMOTE_USER}, a native string; empty if there is none
     */
    public Optional<String> remoteUser() {
        return Optional.of(string("REMOTE_USER")).filter(user -> !user.isEmpty());
    }

    /**
     * Returns the part of the path that led to this application.
     *
     * @return {@link Environ#SCRIPT_NAME}, decoded
     * @throws HttpException 400 if its bytes are not UTF-8
     */
    public String scriptName() {
        return Texts.decode(environ.scriptName());
    }

    /**
     * Returns the rest of the path.
     *
     * @return {@link Environ#PATH_INFO}, decoded
     * @throws HttpException 400 if its bytes are not UTF-8
     */
    public String pathInfo() {
        return Texts.decode(environ.pathInfo());
    }

    /**
     * Returns what is behind the question mark.
     *
     * @return the query, undecoded, or {@code ""}
     */
    public String queryString() {
        return environ.queryString();
    }

    /**
     * Returns the URL of the host.
     *
     * @return as {@code "http://example.org:8080"}, without the port if it is the scheme's, and no slash at the end
     */
    public String hostUrl() {
        return scheme() + "://" + Hosts.withoutUsualPort(host(), scheme());
    }

    /**
     * Returns the URL of the application.
     *
     * @return {@link #hostUrl()} and {@link #scriptName()}, percent-encoded
     */
    public String applicationUrl() {
        return hostUrl() + Texts.quotePath(environ.scriptName());
    }

    /**
     * Returns the URL without its query.
     *
     * @return {@link #applicationUrl()} and {@link #pathInfo()}, percent-encoded
     */
    public String pathUrl() {
        return hostUrl() + path();
    }

    /**
     * Returns the path.
     *
     * @return {@link #scriptName()} and {@link #pathInfo()}, percent-encoded
     */
    public String path() {
        return Texts.quotePath(environ.scriptName()) + Texts.quotePath(environ.pathInfo());
    }

    /**
     * Returns the path with the query (WebOb's {@code path_qs}).
     *
     * @return {@link #path()}, with a question mark and the query if that is not empty
     */
    public String pathAndQuery() {
        return queryString().isEmpty() ? path() : path() + "?" + queryString();
    }

    /**
     * Returns the URL, put together again from the environ.
     *
     * @return {@link #hostUrl()} and {@link #pathAndQuery()}
     */
    public String url() {
        return hostUrl() + pathAndQuery();
    }

    /**
     * Resolves a reference (RFC 3986 §5.2).
     *
     * @param reference as {@code "../other?x=1"}, percent-encoded where it has to be
     * @return the absolute URL, relative to {@link #pathUrl()}
     */
    public String relativeUrl(String reference) {
        return References.resolve(pathUrl(), reference);
    }

    /**
     * Resolves a reference within the application (WebOb's {@code relative_url(…, to_application=True)}).
     *
     * @param reference as {@code "login"}, percent-encoded where it has to be
     * @return the absolute URL, relative to {@link #applicationUrl()} with a slash behind it
     */
    public String applicationRelativeUrl(String reference) {
        var base = applicationUrl();
        return References.resolve(base.endsWith("/") ? base : base + "/", reference);
    }

    /**
     * Returns the next segment of the path, as {@link #pathInfoPop} would.
     *
     * @return the segment, decoded; empty if the path is used up
     * @throws HttpException 400 if its bytes are not UTF-8
     */
    public Optional<String> pathInfoPeek() {
        return PathSegments.first(environ).map(Texts::decode);
    }

    /**
     * Moves the next segment of the path to the script name, with the slashes before it.
     *
     * @return the segment, decoded, {@code ""} if only slashes were left; empty if the path is used up
     * @throws HttpException 400 if its bytes are not UTF-8; nothing is moved then
     */
    public Optional<String> pathInfoPop() {
        var segment = pathInfoPeek();
        if (segment.isPresent()) {
            PathSegments.shift(environ);
        }
        return segment;
    }

    /**
     * Returns the named variables that a dispatch found in the path, those of {@code wsgiorg.routing_args}.
     *
     * @return values by name; empty if no dispatch put any there
     */
    public Map<String, String> urlVars() {
        return RoutingArgs.named(environ.get(ROUTING_ARGS));
    }

    /**
     * Returns the positional variables that a dispatch found in the path, those of {@code wsgiorg.routing_args}.
     *
     * @return values in order; empty if no dispatch put any there
     */
    public List<String> urlArgs() {
        return RoutingArgs.positional(environ.get(ROUTING_ARGS));
    }

    /**
     * Sets the variables that were found in the path, for a dispatch.
     *
     * @param positional values in order, copied
     * @param named values by name, copied
     */
    public void setUrlVars(List<String> positional, Map<String, String> named) {
        environ.put(ROUTING_ARGS, List.of(List.copyOf(positional), Map.copyOf(named)));
    }

    final String string(String key) {
        return environ.get(key) instanceof String value ? value : "";
    }

    /** Returns the method and the URL. */
    @Override
    public String toString() {
        return method() + " " + url();
    }
}
