package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.web.EventStreamParser.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventTest {

    private static EventStreamParser read(ServerSentEvent event) {
        return EventStreamParser.parse(new String(event.encoded(), StandardCharsets.UTF_8));
    }

    @Test
    void everyField_isALine_andAnEmptyLineEndsThem() {
        var event =
                ServerSentEvent.of("22.5").withEvent("temperature").withId("17").withRetry(Duration.ofMillis(2500));
        assertThat(event).hasToString("event: temperature\ndata: 22.5\nid: 17\nretry: 2500\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "one",
                " leads with a space",
                "two\nlines",
                "a\r\nb",
                "a\rb",
                "a\n\rb",
                "\n",
                "ends\n",
                "\r\n\r\n",
                "data: x",
                ":",
                "\ufeffmark",
                "\u00e4\u20ac\ud83d\ude00",
                "nul\u0000",
                "id: 1\n\nevent: forged"
            })
    void data_reachesTheClient_asOneEvent_withLineFeedsForLineEnds(String data) {
        assertThat(read(ServerSentEvent.of(data)).messages())
                .containsExactly(new Message("message", data.replaceAll("\r\n|\r", "\n"), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "a\nb\r\nc", "\n\n", "data: x"})
    void comment_isNoEvent(String text) {
        assertThat(read(ServerSentEvent.comment(text)).messages()).isEmpty();
    }

    @Test
    void id_staysWithTheClient_untilAnEmptyOne() {
        var stream = "" + ServerSentEvent.of("a").withId("\u00e4 1") + ServerSentEvent.of("b")
                + ServerSentEvent.of("c").withId("");
        assertThat(EventStreamParser.parse(stream).messages())
                .containsExactly(
                        new Message("message", "a", "\u00e4 1"),
                        new Message("message", "b", "\u00e4 1"),
                        new Message("message", "c", ""));
    }

    @Test
    void retry_alone_isNoEvent_andSaysMilliseconds() {
        var client = read(ServerSentEvent.retry(Duration.ofSeconds(3)));
        assertThat(client.retryMillis()).isEqualTo(3000);
        assertThat(client.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\rb", "a\n"})
    void type_thatCannotBeSent_isRefused(String type) {
        var event = ServerSentEvent.of("x");
        assertThatThrownBy(() -> event.withEvent(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\r", "nul\u0000"})
    void id_thatCannotBeSent_isRefused(String id) {
        var event = ServerSentEvent.of("x");
        assertThatThrownBy(() -> event.withId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
    }

    @Test
    void retry_negative_isRefused() {
        assertThatThrownBy(() -> ServerSentEvent.retry(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retry");
    }
}
