package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParamsTest {

    private final Params params = Params.of("b", "1", "a", "2", "b", "3");

    @Test
    void values_ofOneName_areKeptInOrder() {
        assertThat(params.first("b")).contains("1");
        assertThat(params.last("b")).contains("3");
        assertThat(params.all("b")).containsExactly("1", "3");
        assertThat(params.first("c")).isEmpty();
        assertThat(params.all("c")).isEmpty();
        assertThat(params.contains("B")).isFalse();
        assertThat(params.names()).containsExactly("b", "a");
        assertThat(params.asMap()).isEqualTo(Map.of("b", List.of("1", "3"), "a", List.of("2")));
        assertThat(params.size()).isEqualTo(3);
        assertThat(params).hasToString("[b=1, a=2, b=3]");
    }

    @Test
    void params_changed_areOthers() {
        assertThat(params.with("a", "4").pairs()).hasSize(4).last().isEqualTo(new Params.Pair("a", "4"));
        assertThat(params.without("b")).isEqualTo(Params.of("a", "2"));
        assertThat(params.plus(Params.of("c", ""))).isEqualTo(Params.of("b", "1", "a", "2", "b", "3", "c", ""));
        assertThat(params.size()).isEqualTo(3);
        assertThatThrownBy(() -> params.all("b").add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> params.pairs().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> params.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void of_nameWithoutValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Params.of("a"));
    }

    @Test
    void query_morePairsThanTheLimit_isNone() {
        assertThat(QueryString.parse("a&".repeat(QueryString.MAX_PAIRS))
                        .orElseThrow()
                        .size())
                .isEqualTo(1_000);
        assertThat(QueryString.parse("a&".repeat(QueryString.MAX_PAIRS + 1))).isEmpty();
        assertThat(QueryString.parse("&".repeat(100_000))).contains(Params.empty());
        assertThat(QueryString.parse("a=1&b=2", StandardCharsets.UTF_8, /* mostPairs= */ 1))
                .isEmpty();
    }

    @Test
    void query_otherCharset_isDecodedInIt() {
        assertThat(QueryString.parse("%E4=\u00e4", StandardCharsets.ISO_8859_1, /* mostPairs= */ 1))
                .contains(Params.of("\u00e4", "\u00e4"));
    }

    @Test
    void query_noNativeString_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> QueryString.parse("a=\u0141"));
    }

    @Test
    void query_unpairedSurrogate_isWrittenAsReplacement() {
        assertThat(QueryString.format(Params.of("a", "\ud800x\ud83d\ude00"))).isEqualTo("a=%EF%BF%BDx%F0%9F%98%80");
    }
}
