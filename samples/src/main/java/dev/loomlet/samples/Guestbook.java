package dev.loomlet.samples;

import dev.loomlet.middleware.HttpExceptions;
import dev.loomlet.middleware.PathDispatch;
import dev.loomlet.middleware.SecurityHeaders;
import dev.loomlet.middleware.Session;
import dev.loomlet.middleware.Sessions;
import dev.loomlet.web.Html;
import dev.loomlet.web.HttpException;
import dev.loomlet.web.Request;
import dev.loomlet.web.Response;
import dev.loomlet.web.SameSite;
import dev.loomlet.web.SetCookie;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/**
 * Forms, a cookie that keeps the guest's name, a session that keeps the token without which no form is taken, and text of strangers on a page,
 * escaped. Open it in a browser.
 *
 * <pre>
 *   xdg-open http://127.0.0.1:8080/
 * </pre>
 */
final class Guestbook implements Sample {

    private record Entry(String name, String message) {
        String html() {
            return "<li><b>" + text(name) + "</b>: " + text(message) + "</li>\n";
        }
    }

    private static final int MAX_ENTRIES = 100;
    private static final int MAX_NAME = 50;
    private static final int MAX_MESSAGE = 500;
    private static final int TOKEN_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final String TOKEN = "token";
    private static final String NAME = "name";
    private static final String VISITS = "signed";
    private static final String PAGE = new String(Page.read("guestbook.html"), StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentLinkedDeque<Entry> entries = new ConcurrentLinkedDeque<>();

    /** Text for the page, without a place to fill in. */
    private static String text(String text) {
        return Html.escape(text).replace("{", "&#123;");
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private Iterable<byte[]> show(Environ environ, StartResponse startResponse) throws IOException {
        var session = Session.of(environ);
        if (session.get(TOKEN).isEmpty()) {
            session.put(TOKEN, HexFormat.of().formatHex(randomBytes(TOKEN_BYTES)));
        }
        var name = Request.of(environ).cookies().first(NAME).orElse("");
        var page = PAGE.replace("{token}", session.get(TOKEN).orElseThrow())
                .replace("{signed}", session.get(VISITS).orElse("0"))
                .replace("{name}", text(name))
                .replace("{entries}", entries.stream().map(Entry::html).collect(Collectors.joining()));
        return Response.html(page).header("Cache-Control", "no-store").call(environ, startResponse);
    }

    private Iterable<byte[]> sign(Environ environ, StartResponse startResponse) throws IOException {
        var form = Request.of(environ).form();
        var session = Session.of(environ);
        checkToken(session, form.first(TOKEN).orElse(""));
        var name = field(form.first(NAME).orElse(""), NAME, MAX_NAME);
        entries.addFirst(new Entry(name, field(form.first("message").orElse(""), "message", MAX_MESSAGE)));
        if (entries.size() > MAX_ENTRIES) {
            entries.pollLast();
        }
        session.put(
                VISITS, String.valueOf(1 + Integer.parseInt(session.get(VISITS).orElse("0"))));
        var cookie = SetCookie.builder(NAME, name)
                .maxAge(Duration.ofDays(30))
                .sameSite(SameSite.LAX)
                .httpOnly();
        return Response.redirect(303, "/").cookie(cookie.build()).call(environ, startResponse);
    }

    /** A page of another site can send this form too, but cannot know the token. */
    private static void checkToken(Session session, String sent) {
        var expected = session.get(TOKEN).orElseThrow(() -> HttpException.forbidden("the session is over"));
        boolean same =
                MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw HttpException.forbidden("the form is not this page's");
        }
    }

    private static String field(String value, String name, int maxLength) {
        var field = value.strip();
        if (field.isEmpty() || field.length() > maxLength) {
            throw HttpException.badRequest(name + " must have 1 to " + maxLength + " characters");
        }
        return field;
    }

    @Override
    public Application application() {
        var site = PathDispatch.builder()
                .get("/", this::show)
                .post("/sign", this::sign)
                .build();
        return Middleware.compose(
                        new SecurityHeaders()
                                .contentSecurityPolicy(
                                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"),
                        new HttpExceptions(),
                        /* Over TLS it would be without insecure(). */
                        Sessions.builder(randomBytes(KEY_BYTES)).insecure().build())
                .wrap(site);
    }

    @Override
    public About about() {
        return new About(
                "guestbook", "forms, cookies and a session, on a page for browsers", "curl -s URL/ | grep -F '<h1>'");
    }
}
