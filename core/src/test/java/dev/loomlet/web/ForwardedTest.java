package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForwardedTest {

    @Test
    void element_ofProxy_tellsWhatItSays() {
        var elements = Forwarded.parse(
                        "For=\"[2001:db8::1]:_p\";by=_me;Host=\"a:80\";proto=HTTPS;x=y, for=unknown;proto=gopher")
                .orElseThrow();
        var first = elements.getFirst();
        assertThat(first.forNode()).hasValueSatisfying(node -> {
            assertThat(node.name()).isEqualTo("2001:db8::1");
            assertThat(node.address()).isEqualTo(Network.address("2001:db8::1"));
            assertThat(node.port()).contains("_p");
        });
        assertThat(first.byNode()).contains(ForwardedNode.parse("_me").orElseThrow());
        assertThat(first.host()).contains("a:80");
        assertThat(first.proto()).contains("https");
        assertThat(first.parameter("X")).contains("y");
        assertThat(elements.getLast().forNode().orElseThrow().address()).isEmpty();
        assertThat(elements.getLast().proto()).isEmpty();
        assertThat(elements.getLast().host()).isEmpty();
    }

    @Test
    void elements_orPairsPastTheLimit_areMalformed() {
        assertThat(Forwarded.parse("for=_a,".repeat(Forwarded.MAX_ELEMENTS)).orElseThrow())
                .hasSize(100);
        assertThat(Forwarded.parse("for=_a,".repeat(Forwarded.MAX_ELEMENTS + 1)))
                .isEmpty();
        var pairs = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            pairs.append('a').append(i).append("=1;");
        }
        assertThat(Forwarded.parse(pairs.toString())).isPresent();
        assertThat(Forwarded.parse(pairs + "b=1")).isEmpty();
    }
}
