package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EnvironTest {

    @Test
    void of_entries_holdsThemAndNothingElse() {
        var entries = new HashMap<String, Object>(Map.of("A", "1", "b.c", 2));
        var environ = Environ.of(entries);
        entries.put("D", "4");
        assertThat(environ).isEqualTo(Map.of("A", "1", "b.c", 2));
        environ.remove("A");
        environ.put("E", "5");
        assertThat(environ).isEqualTo(Map.of("b.c", 2, "E", "5"));
    }

    @Test
    void accessors_presentKeys_returnTheirValues() {
        var environ = Environ.of(Map.of(
                "REQUEST_METHOD", "PUT",
                "SCRIPT_NAME", "/app",
                "PATH_INFO", "/page",
                "QUERY_STRING", "a=%20",
                "SERVER_PROTOCOL", "HTTP/1.0",
                "wsgi.url_scheme", "https",
                "REMOTE_ADDR", "192.0.2.1",
                "CONTENT_LENGTH", "9223372036854775807"));
        assertThat(environ.method()).isEqualTo("PUT");
        assertThat(environ.scriptName()).isEqualTo("/app");
        assertThat(environ.pathInfo()).isEqualTo("/page");
        assertThat(environ.queryString()).isEqualTo("a=%20");
        assertThat(environ.protocol()).isEqualTo("HTTP/1.0");
        assertThat(environ.scheme()).isEqualTo("https");
        assertThat(environ.remoteAddr()).isEqualTo("192.0.2.1");
        assertThat(environ.contentLength()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void accessors_absentKeys_areEmpty() {
        var environ = Environ.of(Map.of());
        assertThat(List.of(
                        environ.method(),
                        environ.scriptName(),
                        environ.pathInfo(),
                        environ.queryString(),
                        environ.protocol(),
                        environ.scheme(),
                        environ.remoteAddr()))
                .containsOnly("");
        assertThat(environ.contentLength()).isEmpty();
        assertThat(environ.header("Host")).isEmpty();
        assertThatIllegalStateException().isThrownBy(environ::input);
        assertThatIllegalStateException().isThrownBy(environ::errors);
    }

    @Test
    void accessors_valuesOfOtherTypes_areEmpty() {
        var environ = Environ.of(Map.of("REQUEST_METHOD", 1, "wsgi.input", "text", "wsgi.errors", "text"));
        assertThat(environ.method()).isEmpty();
        assertThatIllegalStateException().isThrownBy(environ::input);
        assertThatIllegalStateException().isThrownBy(environ::errors);
    }

    @Test
    void contentLength_emptyString_isEmpty() {
        assertThat(Environ.of(Map.of("CONTENT_LENGTH", "")).contentLength()).isEmpty();
    }

    @Test
    void streams_presentOnes_areReturned() {
        var input = InputBody.of(new byte[0]);
        var errors = new PrintWriter(Writer.nullWriter());
        var environ = Environ.of(Map.of("wsgi.input", input, "wsgi.errors", errors));
        assertThat((Object) environ.input()).isSameAs(input);
        assertThat(environ.errors()).isSameAs(errors);
    }

    @Test
    void header_nameInAnyCase_isLookedUpByItsKey() {
        var environ = Environ.of(Map.of("HTTP_X_NAME", "value", "CONTENT_TYPE", "text/plain", "CONTENT_LENGTH", "3"));
        assertThat(environ.header("X-Name")).contains("value");
        assertThat(environ.header("x-name")).contains("value");
        assertThat(environ.header("Content-Type")).contains("text/plain");
        assertThat(environ.header("CONTENT-LENGTH")).contains("3");
        assertThat(environ.header("X-Other")).isEmpty();
    }

    @Test
    void addPosthook_withoutAndWithAList_addsBehind() {
        var calls = new ArrayList<String>();
        var environ = Environ.of(Map.of());
        environ.addPosthook(over -> calls.add("first"));
        environ.addPosthook(over -> calls.add("second"));
        @SuppressWarnings("unchecked")
        var hooks = (List<Consumer<? super Environ>>) environ.get(Environ.POSTHOOKS);
        assertThat(hooks).hasSize(2);
        hooks.forEach(hook -> hook.accept(environ));
        assertThat(calls).containsExactly("first", "second");
    }

    @Test
    void version_value_isImmutableOneZero() {
        assertThat(Environ.VERSION).containsExactly(1, 0);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> Environ.VERSION.add(1));
    }
}
