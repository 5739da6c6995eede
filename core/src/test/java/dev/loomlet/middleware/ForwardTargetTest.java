package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Environ;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardTargetTest {

    private static Environ environ(String script, String path, String raw, String query) {
        var environ = Sent.environ("GET", path);
        environ.put(Environ.SCRIPT_NAME, script);
        environ.put(Environ.RAW_PATH_INFO, raw);
        environ.put(Environ.QUERY_STRING, query);
        return environ;
    }

    @ParameterizedTest
    @CsvSource({
        "'', /, /, '', /",
        "'', /a b/\u00c3\u00a9, /a%20b/%c3%A9, '', /a%20b/%c3%A9",
        "'', /a/b, /a%2fb, x=%2F+y&&=, /a%2fb?x=%2F+y&&=",
        "'', //a//./b/../c, //a//./b/../c, '', //a//./b/../c",
        "'', '/;p=1,2:@!$&''()*+~', '/;p=1,2:@!$&''()*+~', ?a[]=/?, '/;p=1,2:@!$&''()*+~??a[]=/?'",
        /* What no URI may have, but browsers send. */
        "'', '/a|b\"<>\\^`{}[]', '/a|b\"<>\\^`{}[]', 'q=|%zz%', /a%7Cb%22%3C%3E%5C%5E%60%7B%7D%5B%5D?q=%7C%25zz%25",
        /* Mounted: the escapes of what is left stay as they were. */
        "/a b, /c d, /a%20b/c%20d, '', /c%20d",
        "/a/b, /c/d, /a%2Fb/c%2fd, '', /c%2fd",
        "/app, '', /app, q, ?q",
        /* Changed by somebody in front. */
        "'', /new path/%, /old, q, /new%20path/%25?q",
        "/app, /new?, /old, '', /new%3F",
        "'', /x#y, '', '', /x%23y"
    })
    void target_isWhatWasSent(String script, String path, String raw, String query, String expected) {
        var target = ForwardTarget.of(environ(script, path, raw, query), /* whole= */ false);

        assertThat(target).isEqualTo(expected);
        assertThat(URI.create("http://x" + target)).hasToString("http://x" + target);
    }

    @Test
    void target_withScriptName_isTheWholePath() {
        assertThat(ForwardTarget.of(environ("/a b", "/c d", "/a%20b/c%20d", ""), /* whole= */ true))
                .isEqualTo("/a%20b/c%20d");
        assertThat(ForwardTarget.of(environ("/a b", "/changed", "/a%20b/c%20d", ""), /* whole= */ true))
                .isEqualTo("/a%20b/changed");
    }
}
