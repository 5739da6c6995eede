package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CacheControlTest {

    @Test
    void directives_ofValue_areRead() {
        var control = CacheControl.parse(
                "Private=\"Set-Cookie, X\", no-cache, max-age=60, s-maxage=\"9\", no-store, no-transform");
        assertThat(control.isPrivate()).isTrue();
        assertThat(control.isPublic()).isFalse();
        assertThat(control.noCache()).isTrue();
        assertThat(control.noStore()).isTrue();
        assertThat(control.noTransform()).isTrue();
        assertThat(control.maxAge()).contains(Duration.ofMinutes(1));
        assertThat(control.sMaxAge()).contains(Duration.ofSeconds(9));
        assertThat(control.fields("private")).containsExactly("Set-Cookie", "X");
        assertThat(control.fields("no-cache")).isEmpty();
        assertThat(control.contains("No-Store")).isTrue();
        assertThat(control.seconds("max-stale")).isEmpty();
        assertThat(CacheControl.parse("public").isPublic()).isTrue();
        assertThat(CacheControl.parse("max-age=5")).isEqualTo(CacheControl.parse("MAX-AGE=\"5\""));
    }

    @Test
    void seconds_ofNoOrGreatNumbers_areNoneOrTheGreatest() {
        for (var value :
                new String[] {"max-age", "max-age=-1", "max-age=5s", "max-age=\"\"", "max-age=1.5", "max-age=\" 5\""}) {
            var control = CacheControl.parse(value);
            assertThat(control.contains("max-age")).isTrue();
            assertThat(control.maxAge()).as(value).isEmpty();
        }
        assertThat(CacheControl.parse("max-age=2147483649").maxAge()).contains(Duration.ofSeconds(2_147_483_648L));
        assertThat(CacheControl.parse("max-age=" + "9".repeat(100)).maxAge())
                .contains(Duration.ofSeconds(2_147_483_648L));
    }

    @Test
    void builder_directives_areWrittenInOrder() {
        var control = CacheControl.builder()
                .cachePublic()
                .maxAge(Duration.ofMillis(60_999))
                .sMaxAge(Duration.ofDays(365))
                .staleWhileRevalidate(Duration.ofSeconds(1))
                .staleIfError(Duration.ofSeconds(2))
                .mustRevalidate()
                .proxyRevalidate()
                .noTransform()
                .immutable()
                .directive("Community", "UCI x")
                .build();
        assertThat(control)
                .hasToString(
                        "public, max-age=60, s-maxage=31536000, stale-while-revalidate=1, stale-if-error=2, must-revalidate,"
                                + " proxy-revalidate, no-transform, immutable, community=\"UCI x\"");
        assertThat(CacheControl.parse(control.toString())).isEqualTo(control);
        var request = CacheControl.builder()
                .maxStale(Duration.ofSeconds(1))
                .minFresh(Duration.ZERO)
                .onlyIfCached()
                .noCache()
                .build();
        assertThat(request).hasToString("max-stale=1, min-fresh=0, only-if-cached, no-cache");
        assertThat(CacheControl.builder()
                        .cachePrivate()
                        .noStore()
                        .noCache("Set-Cookie", "X")
                        .build())
                .hasToString("private, no-store, no-cache=\"Set-Cookie, X\"");
    }

    @Test
    void builder_whatCannotBeSent_isRefused() {
        var builder = CacheControl.builder();
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("directives");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxAge(Duration.ofSeconds(-1)))
                .withMessageContaining("max-age");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.directive("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.directive("a", "\r\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.noCache("a,b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        CacheControl.builder().cachePublic().cachePrivate().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheControl.builder().cachePublic().noStore().build());
    }

    @Test
    void directives_pastTheLimit_areIgnored() {
        var value = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            value.append('a').append(i).append(',');
        }
        assertThat(CacheControl.parse(value.toString()).directives()).hasSize(CacheControl.MAX_DIRECTIVES);
    }
}
