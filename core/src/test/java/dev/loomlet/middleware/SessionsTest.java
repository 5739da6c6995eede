package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.web.SameSite;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final byte[] OTHER_KEY = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private Application site(SessionsBuilder sessions, Consumer<Session> use) {
        return sessions.build(() -> now).wrap((environ, startResponse) -> {
            use.accept(Session.of(environ));
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(Session.of(environ).toString());
        });
    }

    private Application site(Consumer<Session> use) {
        return site(Sessions.builder(KEY), use);
    }

    private static String cookie(TestGateway answer) {
        return answer.header("Set-Cookie").split(";", 2)[0];
    }

    private String saved(SessionsBuilder sessions) throws Exception {
        return cookie(TestGateway.get("/").send(site(sessions, session -> session.put("user", "ann & ü=;"))));
    }

    private String read(SessionsBuilder sessions, String cookie) throws Exception {
        var read = new StringBuilder();
        TestGateway.get("/").header("Cookie", cookie).send(site(sessions, session -> read.append(session.get("user"))));
        return read.toString();
    }

    @Test
    void wrap_change_setsACookie_thatBringsItBack() throws Exception {
        var answer = TestGateway.get("/").send(site(session -> session.put("user", "ann")));
        assertThat(answer.header("Set-Cookie"))
                .startsWith("session=")
                .contains("; Path=/", "; Max-Age=1209600", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(answer.header("Vary")).isEqualTo("Cookie");
        assertThat(read(Sessions.builder(KEY), saved(Sessions.builder(KEY)))).isEqualTo("Optional[ann & ü=;]");
    }

    @Test
    void wrap_noChange_setsNone_andOnlyALookVaries() throws Exception {
        var cookie = saved(Sessions.builder(KEY));
        var looked = TestGateway.get("/").header("Cookie", cookie).send(site(session -> session.get("x")));
        assertThat(looked.headers.contains("Set-Cookie")).isFalse();
        assertThat(looked.header("Vary")).isEqualTo("Cookie");
        var same =
                TestGateway.get("/").header("Cookie", cookie).send(site(session -> session.put("user", "ann & ü=;")));
        assertThat(same.headers.contains("Set-Cookie")).isFalse();
        var unseen = TestGateway.get("/").header("Cookie", cookie).send(site(session -> {}));
        assertThat(unseen.headers.contains("Vary")).isFalse();
    }

    @Test
    void clear_deletesTheCookie() throws Exception {
        var answer = TestGateway.get("/")
                .header("Cookie", saved(Sessions.builder(KEY)))
                .send(site(Session::clear));
        assertThat(answer.header("Set-Cookie")).startsWith("session=;").contains("Max-Age=0", "Path=/", "Secure");
        var none = TestGateway.get("/").send(site(Session::clear));
        assertThat(none.headers.contains("Set-Cookie")).isFalse();
    }

    @Test
    void remove_lastEntry_deletesTheCookie() throws Exception {
        var answer = TestGateway.get("/")
                .header("Cookie", saved(Sessions.builder(KEY)))
                .send(site(session -> assertThat(session.remove("user")).isPresent()));
        assertThat(answer.header("Set-Cookie")).contains("Max-Age=0");
    }

    @Test
    void wrap_tamperedCookie_isAsNone() throws Exception {
        var cookie = saved(Sessions.builder(KEY));
        for (int i = "session=".length(); i < cookie.length(); i++) {
            var changed = new StringBuilder(cookie);
            changed.setCharAt(i, cookie.charAt(i) == 'A' ? 'B' : 'A');
            assertThat(read(Sessions.builder(KEY), changed.toString()))
                    .as("changed at %s", i)
                    .isEqualTo("Optional.empty");
        }
        for (var hostile : new String[] {
            "session=",
            "session=.",
            "session=a.b",
            "session=" + "A".repeat(5000) + ".a",
            "session=\"\\",
            cookie + "A",
            cookie.substring(0, cookie.length() - 1),
            cookie.replace(".", ""),
            "session=é.é"
        }) {
            assertThat(read(Sessions.builder(KEY), hostile)).isEqualTo("Optional.empty");
        }
    }

    @Test
    void wrap_severalCookiesOfTheName_takesTheGenuineOne() throws Exception {
        assertThat(read(Sessions.builder(KEY), "session=x.y; " + saved(Sessions.builder(KEY))))
                .contains("ann");
    }

    @Test
    void wrap_cookieOfAnotherName_isNone() throws Exception {
        var other = saved(Sessions.builder(KEY).cookieName("other"));
        assertThat(read(Sessions.builder(KEY), other.replace("other=", "session=")))
                .isEqualTo("Optional.empty");
    }

    @Test
    void olderKey_verifies_andTheNewOneSigns() throws Exception {
        var old = saved(Sessions.builder(OTHER_KEY));
        assertThat(read(Sessions.builder(KEY), old)).isEqualTo("Optional.empty");
        assertThat(read(Sessions.builder(KEY).olderKey(OTHER_KEY), old)).contains("ann");
        assertThat(read(Sessions.builder(KEY), saved(Sessions.builder(KEY).olderKey(OTHER_KEY))))
                .contains("ann");
    }

    @Test
    void maxAge_isCounted_here() throws Exception {
        var cookie = saved(Sessions.builder(KEY));
        now = now.plus(Duration.ofDays(14));
        assertThat(read(Sessions.builder(KEY), cookie)).contains("ann");
        now = now.plusSeconds(1);
        assertThat(read(Sessions.builder(KEY), cookie)).isEqualTo("Optional.empty");
        now = now.minus(Duration.ofDays(15));
        assertThat(read(Sessions.builder(KEY), cookie)).as("of the future").isEqualTo("Optional.empty");
    }

    @Test
    void put_moreThanFits_isAnErrorAtTheStart() {
        var site = site(session -> session.put("a", "x".repeat(4000)));
        assertThatThrownBy(() -> TestGateway.get("/").send(site))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4000 are allowed");
    }

    @Test
    void put_behindTheStart_throws() throws Exception {
        var site = Sessions.builder(KEY).build().wrap((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            assertThatIllegalStateException()
                    .isThrownBy(() -> Session.of(environ).put("a", "b"))
                    .withMessageContaining("has begun");
            return Body.empty();
        });
        assertThat(TestGateway.get("/").send(site).headers.contains("Set-Cookie"))
                .isFalse();
    }

    @Test
    void wrap_errorThatReplacesTheResponse_keepsTheCookie() throws Exception {
        var site = Sessions.builder(KEY).build().wrap((environ, startResponse) -> {
            Session.of(environ).put("a", "b");
            startResponse.start("200 OK", Apps.TEXT);
            startResponse.start("500 Internal Server Error", Apps.TEXT, new IllegalStateException());
            return Body.empty();
        });
        assertThat(TestGateway.get("/").send(site).headers.all("Set-Cookie")).hasSize(1);
    }

    @Test
    void builder_settings_areTheCookies() throws Exception {
        var sessions = Sessions.builder(KEY)
                .cookieName("sid")
                .path("/app")
                .domain("site.example")
                .sameSite(SameSite.STRICT)
                .maxAge(Duration.ofHours(1))
                .insecure();
        var answer = TestGateway.get("/").send(site(sessions, session -> session.put("a", "b")));
        assertThat(answer.header("Set-Cookie"))
                .startsWith("sid=")
                .contains("Path=/app", "Domain=site.example", "SameSite=Strict", "Max-Age=3600")
                .doesNotContain("Secure");
    }

    @Test
    void builder_whatBrowsersOrWeRefuse_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder(new byte[31]))
                .withMessageStartingWith("key ");
        var builder = Sessions.builder(KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.olderKey(new byte[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAge(Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBytes(4001));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder(KEY).cookieName("a b").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Sessions.builder(KEY).cookieName("__Host-s").insecure().build());
    }

    @Test
    void of_requestWithoutSessions_throws() {
        assertThatIllegalStateException().isThrownBy(() -> Session.of(TestGateway.get("/").environ));
    }

    @Test
    void toString_hasNoValues() throws Exception {
        assertThat(TestGateway.get("/")
                        .send(site(session -> session.put("user", "ann")))
                        .text())
                .isEqualTo("Session[user]");
    }
}
