package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetCookieTest {

    @Test
    void cookie_withEverything_isSentInOrder() {
        var cookie = SetCookie.builder("a", "b")
                .path("/x")
                .domain(".Example.com")
                .maxAge(Duration.ofMillis(90_999))
                .expires(Instant.EPOCH)
                .secure()
                .httpOnly()
                .sameSite(SameSite.NONE)
                .partitioned()
                .build();
        assertThat(cookie)
                .hasToString(
                        "a=b; Path=/x; Domain=Example.com; Max-Age=90; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure;"
                                + " HttpOnly; SameSite=None; Partitioned");
    }

    @Test
    void cookie_withNothing_isForAllPathsOfTheHost() {
        assertThat(SetCookie.builder("a", "").build()).hasToString("a=; Path=/");
    }

    @Test
    void delete_cookie_isExpiredAlready() {
        assertThat(SetCookie.delete("a").path("/x").build())
                .hasToString("a=; Path=/x; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain!#",
                "two words",
                "a,b;c\"d\\e",
                "\u00e4\u20ac\ud83d\ude00",
                "\r\nSet-Cookie: x=y",
                "\0\177",
                "\""
            })
    void value_anyText_isReadBackByCookies(String value) {
        var sent = SetCookie.builder("a", value).build().toString();
        var pair = sent.substring(0, sent.lastIndexOf("; Path="));
        assertThat(pair).matches("[ -~]+");
        assertThat(Cookies.parse("x=1; " + pair + "; y=2")).isEqualTo(Params.of("x", "1", "a", value, "y", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;", "a=b", "\u00e4", "a\r\n"})
    void name_thatIsNoToken_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SetCookie.builder(name, "x"))
                .withMessageContaining("name");
    }

    @Test
    void attributes_thatCannotBeSent_areRefused() {
        var cookie = SetCookie.builder("a", "b");
        for (var path : new String[] {"", "x", "/a;b", "/\r\n", "/\u00e4", "/" + "x".repeat(1024)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cookie.path(path))
                    .withMessageContaining("path");
        }
        for (var domain : new String[] {"", ".", "a b", "a;b", "\u0430.com", "a\n"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cookie.domain(domain))
                    .withMessageContaining("domain");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> cookie.maxAge(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> cookie.expires(Instant.MAX));
        assertThatIllegalArgumentException().isThrownBy(() -> SetCookie.builder("a", "x".repeat(4096)));
        assertThat(SetCookie.builder("a", "x".repeat(4095)).build().name()).isEqualTo("a");
    }

    @Test
    void cookie_thatBrowsersRefuse_isRefused() {
        isRefused("__Secure-a", cookie -> cookie);
        isRefused("__host-a", cookie -> cookie);
        isRefused("__Host-a", cookie -> cookie.secure().path("/x"));
        isRefused("__Host-a", cookie -> cookie.secure().domain("example.com"));
        isRefused("a", cookie -> cookie.sameSite(SameSite.NONE));
        isRefused("a", SetCookieBuilder::partitioned);
        assertThat(SetCookie.builder("__Host-a", "b").secure().build()).hasToString("__Host-a=b; Path=/; Secure");
        assertThat(SetCookie.builder("__Secure-a", "b").secure().path("/x").build())
                .isNotNull();
    }

    private static void isRefused(String name, UnaryOperator<SetCookieBuilder> options) {
        var builder = options.apply(SetCookie.builder(name, "b"));
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(name);
    }
}
