package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.RequestHeadParser;
import dev.loomlet.wsgi.Environ;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** An environ that is filled bit by bit is, to who uses it, the map that it would be if it had been filled at once. */
class RequestEnvironTest {

    private static final List<String> KEYS = List.of(
            Environ.REQUEST_METHOD,
            Environ.PATH_INFO,
            Environ.CONTENT_TYPE,
            Environ.WSGI_VERSION,
            Environ.POSTHOOKS,
            "HTTP_HOST",
            "HTTP_X_A",
            "HTTP_NOT_SENT",
            "some.middleware");

    private static RequestEnviron environ() throws Exception {
        var head = "GET /a HTTP/1.1\r\nHost: b\r\nX-A: 1\r\nX-A: 2\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        var end = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        return new RequestEnviron(
                Map.of(Environ.WSGI_VERSION, Environ.VERSION, "HTTP_X_A", "hidden"),
                RequestHeadParser.parse(head, 0, head.length, 3),
                Peer.of(end, end),
                NoBody.INSTANCE,
                /* upgrade= */ null);
    }

    @RepeatedTest(200)
    void randomCalls_doWhatAPlainMapDoes(RepetitionInfo repetition) throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        var environ = environ();
        var plain = new HashMap<>(environ());
        for (int i = 0; i < 12; i++) {
            var key = KEYS.get(random.nextInt(KEYS.size()));
            int call = random.nextInt(9);
            assertThat(call(environ, call, key)).as("call %d, %s", call, key).isEqualTo(call(plain, call, key));
        }
        assertThat(environ).isEqualTo(plain);
        assertThat(plain).isEqualTo(environ);
    }

    private static Object call(Map<String, Object> map, int call, String key) {
        return String.valueOf(
                switch (call) {
                    case 0 -> map.get(key);
                    case 1 -> map.put(key, "new");
                    case 2 -> map.containsKey(key);
                    case 3 -> map.remove(key);
                    case 4 -> map.putIfAbsent(key, "default");
                    case 5 -> map.computeIfAbsent(key, name -> "computed " + name);
                    case 6 -> map.merge(key, "more", (before, more) -> before + " and " + more);
                    case 7 -> map.size();
                    default -> map.keySet().contains(key);
                });
    }

    @Test
    void whatIsPut_isAllThatChanges() throws Exception {
        var environ = environ();
        assertThat(environ.put("HTTP_X_A", "3")).isEqualTo("1,2");
        assertThat(environ).containsEntry("HTTP_X_A", "3").containsEntry("HTTP_HOST", "b");
        assertThat(environ.get("HTTP_X_A")).isEqualTo("3");
    }

    @Test
    void clearedEnviron_isEmpty_alsoForSingleKeys() throws Exception {
        var environ = environ();
        environ.clear();
        assertThat(environ).isEmpty();
        assertThat(environ.get(Environ.PATH_INFO)).isNull();
        environ.put(Environ.PATH_INFO, "/b");
        assertThat(environ).hasSize(1);
        assertThat(environ.get(Environ.REQUEST_METHOD)).isNull();
    }

    @Test
    void posthooks_areOneList_andNoneIsMadeForWhoOnlyLooksForHooks() throws Exception {
        var environ = environ();
        assertThat(environ.addedPosthooks()).isNull();
        environ.addPosthook(over -> {});
        environ.addPosthook(over -> {});
        assertThat(environ.get(Environ.POSTHOOKS)).isSameAs(environ.addedPosthooks());
        assertThat((List<?>) environ.addedPosthooks()).hasSize(2);
        environ.remove("HTTP_HOST");
        assertThat((List<?>) environ.addedPosthooks()).hasSize(2);
    }
}
