package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §13.2.2, step by step. */
class ConditionalResponseTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String SAME = "Fri, 02 Jan 2026 03:04:05 GMT";
    private static final String BEFORE = "Fri, 02 Jan 2026 03:04:04 GMT";
    private static final String AFTER = "Fri, 02 Jan 2026 03:04:06 GMT";

    private static final Response RESPONSE = Response.text("hello")
            .etag(EntityTag.of("a"))
            .lastModified(TIME)
            .header("Cache-Control", "max-age=5")
            .header("Content-Language", "en")
            .vary("Accept");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match | \"a\" | 304",
                "If-None-Match | W/\"a\" | 304",
                "If-None-Match | \"b\", \"a\" | 304",
                "If-None-Match | * | 304",
                "If-None-Match | \"b\" | 200",
                "If-None-Match | a | 200",
                "If-Match | \"a\" | 200",
                "If-Match | * | 200",
                "If-Match | W/\"a\" | 412",
                "If-Match | \"b\" | 412",
                "If-Match | junk | 412",
                "If-Modified-Since | " + SAME + " | 304",
                "If-Modified-Since | " + AFTER + " | 304",
                "If-Modified-Since | " + BEFORE + " | 200",
                "If-Modified-Since | yesterday | 200",
                "If-Unmodified-Since | " + SAME + " | 200",
                "If-Unmodified-Since | " + BEFORE + " | 412",
                "If-Unmodified-Since | yesterday | 200",
            })
    void condition_ofOneField_isAnswered(String name, String value, int status) throws Exception {
        assertThat(Sent.get(RESPONSE, name, value).status().code()).isEqualTo(status);
        assertThat(Sent.request("HEAD", RESPONSE, name, value).status().code()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match | \"b\" | If-Modified-Since | " + AFTER + " | 200",
                "If-None-Match | junk | If-Modified-Since | " + AFTER + " | 200",
                "If-Match | \"a\" | If-Unmodified-Since | " + BEFORE + " | 200",
                "If-Match | \"b\" | If-None-Match | \"a\" | 412",
                "If-Match | \"a\" | If-None-Match | \"a\" | 304",
                "If-Unmodified-Since | " + BEFORE + " | If-Modified-Since | " + AFTER + " | 412",
            })
    void conditions_ofTwoFields_haveTheirPrecedence(String a, String valueA, String b, String valueB, int status)
            throws Exception {
        assertThat(Sent.get(RESPONSE, a, valueA, b, valueB).status().code()).isEqualTo(status);
    }

    @Test
    void notModified_hasWhatACacheUpdates_andNothingOfTheRepresentation() throws Exception {
        var sent = Sent.get(RESPONSE, "If-None-Match", "\"a\"");
        assertThat(sent.header("ETag")).isEqualTo("\"a\"");
        assertThat(sent.header("Cache-Control")).isEqualTo("max-age=5");
        assertThat(sent.header("Vary")).isEqualTo("Accept");
        for (var absent : new String[] {"Content-Type", "Content-Length", "Content-Language", "Last-Modified"}) {
            assertThat(sent.headers().contains(absent)).as(absent).isFalse();
        }
        assertThat(sent.body()).isEmpty();
    }

    @Test
    void bodyThatIsNotSent_isClosedOnce() throws Exception {
        for (var tag : new String[] {"\"a\"", "\"b\""}) {
            var body = new CountedBody("a");
            var response = Response.iterable(body).etag(EntityTag.of("a"));
            assertThat(Sent.get(response, "If-None-Match", "\"a\"", "If-Match", tag)
                            .body())
                    .doesNotContain("a\n");
            assertThat(body.closed).isEqualTo(1);
            assertThat(body.iterated).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 200", "PUT, 200", "GET, 404"})
    void conditions_onWhatIsDoneOrMissing_areIgnored(String method, int status) throws Exception {
        var response = RESPONSE.status(status);
        assertThat(Sent.request(method, response, "If-None-Match", "\"a\"", "If-Match", "\"b\"")
                        .status()
                        .code())
                .isEqualTo(status);
    }

    @Test
    void responseWithoutValidators_isSentAsItIs() throws Exception {
        var sent = Sent.get(Response.text("hello"), "If-Match", "\"b\"", "Range", "bytes=0-0");
        assertThat(sent.body()).isEqualTo("hello");
        assertThat(sent.headers().contains("Accept-Ranges")).isFalse();
    }

    @Test
    void etagOfBody_isOfItsBytes() {
        var one = Response.text("a").etagOfBody().etag().orElseThrow();
        assertThat(one).isEqualTo(Response.text("a").etagOfBody().etag().orElseThrow());
        assertThat(one).isNotEqualTo(Response.text("b").etagOfBody().etag().orElseThrow());
        assertThat(one.isWeak()).isFalse();
    }

    @Test
    void preconditions_beforeAChange_tellWhetherItMayBeDone() {
        var tag = Optional.of(EntityTag.of("a"));
        var put = Sent.environ("PUT", "/", "If-None-Match", "*");
        assertThat(Preconditions.evaluate(put, tag, Optional.empty())).isEqualTo(Preconditions.Outcome.FAILED);
        assertThat(Preconditions.evaluateMissing(put)).isEqualTo(Preconditions.Outcome.PROCEED);
        var update = Sent.environ("PUT", "/", "If-Match", "\"a\"");
        assertThat(Preconditions.evaluate(update, tag, Optional.empty())).isEqualTo(Preconditions.Outcome.PROCEED);
        assertThat(Preconditions.evaluateMissing(update)).isEqualTo(Preconditions.Outcome.FAILED);
    }
}
