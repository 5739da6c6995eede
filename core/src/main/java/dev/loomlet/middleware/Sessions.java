package dev.loomlet.middleware;

import dev.loomlet.web.Cookies;
import dev.loomlet.web.Params;
import dev.loomlet.web.SetCookie;
import dev.loomlet.web.SetCookieBuilder;
import dev.loomlet.web.Vary;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Middleware;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keeps a {@link Session} for each client, in a signed cookie: nothing is kept here.
 *
 * {@snippet lang = java :
 * Application site = Sessions.builder(key).build().wrap((environ, startResponse) -> {
 *     var session = Session.of(environ);
 *     session.put("visits", String.valueOf(1 + Integer.parseInt(session.get("visits").orElse("0"))));
 *     return page.call(environ, startResponse);
 * });
 * }
 *
 * <p>The cookie is signed by HMAC-SHA256, so that nobody else can make or change one; a cookie that is not genuine, too old or too long is
 * as none. It is not encrypted: its owner can read it, and put an older one of his in its place until that is too old. Nothing belongs in
 * it that must be forgotten at once, as a logout that has to hold against a stolen cookie.
 *
 * <p>The cookie is sent when the session was changed, and deleted when it has become empty, with the headers of the response. Its age counts
 * from then on. Where the session was looked at, {@code Vary} names {@code Cookie}.
 *
 * <p>Immutable; on the requests' threads, never blocks.
 */
public final class Sessions implements Middleware {

    private final SessionsBuilder settings;
    private final SignedToken tokens;
    private final InstantSource clock;

    Sessions(SessionsBuilder settings, List<byte[]> keys, InstantSource clock) {
        this.settings = settings;
        this.tokens = new SignedToken(settings.cookieName, keys);
        this.clock = clock;
    }

    /**
     * Begins with the key that signs.
     *
     * @param key at least 32 bytes that nobody can guess, the same wherever the application runs; copied
     * @return a builder
     * @throws IllegalArgumentException if {@code key} is shorter
     */
    public static SessionsBuilder builder(byte[] key) {
        return new SessionsBuilder(key);
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> {
            var session = new Session(() -> load(environ));
            environ.put(Session.KEY, session);
            return application.call(environ, (status, headers, error) -> {
                session.begin();
                return startResponse.start(status, saved(session, headers), error);
            });
        };
    }

    private Map<String, String> load(Environ environ) {
        var now = clock.instant();
        return environ.header("Cookie").map(Cookies::parse).orElse(Params.empty()).all(settings.cookieName).stream()
                .flatMap(token -> tokens.verify(token, now, settings.maxAge).stream())
                .findFirst()
                .orElse(Map.of());
    }

    private Headers saved(Session session, Headers headers) {
        if (!session.isUsed()) {
            return headers;
        }
        var varying = Vary.with(headers, "Cookie");
        return session.isChanged()
                ? varying.with("Set-Cookie", cookie(session.entries()).toString())
                : varying;
    }

    private SetCookie cookie(Map<String, String> entries) {
        if (entries.isEmpty()) {
            return settings.with(SetCookie.delete(settings.cookieName)).build();
        }
        var token = tokens.sign(entries, clock.instant());
        if (token.length() > settings.maxBytes) {
            throw new IllegalStateException("the session takes " + token.length() + " bytes of a cookie, "
                    + settings.maxBytes + " are allowed");
        }
        SetCookieBuilder cookie = SetCookie.builder(settings.cookieName, token);
        return settings.with(cookie).maxAge(settings.maxAge).build();
    }
}
