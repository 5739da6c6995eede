package dev.loomlet.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MiddlewareTest {

    private static final Application NOTHING = (environ, startResponse) -> List.of();
    private static final StartResponse NO_START = (status, headers, error) -> block -> {};

    private final List<String> calls = new ArrayList<>();

    private Middleware noting(String name) {
        return application -> (environ, startResponse) -> {
            calls.add("into " + name);
            var result = application.call(environ, startResponse);
            calls.add("out of " + name);
            return result;
        };
    }

    @Test
    void compose_several_callsTheFirstOutermost() throws Exception {
        var composed = Middleware.compose(noting("a"), noting("b"), noting("c"));
        composed.wrap(NOTHING).call(Environ.of(Map.of()), NO_START);
        assertThat(calls).containsExactly("into a", "into b", "into c", "out of c", "out of b", "out of a");
    }

    @Test
    void compose_none_returnsTheApplicationItself() {
        assertThat(Middleware.compose().wrap(NOTHING)).isSameAs(NOTHING);
    }

    @Test
    void compose_wrapsSeveralApplications_eachOnItsOwn() throws Exception {
        var composed = Middleware.compose(noting("a"));
        var blocks = List.of(new byte[] {1});
        assertThat(composed.wrap((environ, startResponse) -> blocks).call(Environ.of(Map.of()), NO_START))
                .isSameAs(blocks);
        assertThat(composed.wrap(NOTHING).call(Environ.of(Map.of()), NO_START)).isEmpty();
    }

    @Test
    void compose_changedArrayAfterwards_staysAsItWas() throws Exception {
        var middlewares = new Middleware[] {noting("a")};
        var composed = Middleware.compose(middlewares);
        middlewares[0] = noting("z");
        composed.wrap(NOTHING).call(Environ.of(Map.of()), NO_START);
        assertThat(calls).containsExactly("into a", "out of a");
    }
}
