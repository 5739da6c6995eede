package dev.loomlet.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    @Test
    void text_isSentAsUtf8_withItsLength() throws Exception {
        var sent = Sent.get(Response.text("h\u00e9"));
        assertThat(sent.status()).isEqualTo(Status.of(200));
        assertThat(sent.headers())
                .isEqualTo(Headers.of("Content-Type", "text/plain; charset=utf-8", "Content-Length", "3"));
        assertThat(sent.body()).isEqualTo("h\u00e9");
    }

    @ParameterizedTest
    @CsvSource({"html, text/html; charset=utf-8", "json, application/json", "bytes, application/octet-stream"})
    void contentType_ofEachFactory_isThatOfItsKind(String factory, String type) throws Exception {
        var response = switch (factory) {
            case "html" -> Response.html("{}");
            case "json" -> Response.json("{}");
            default -> Response.bytes("{}".getBytes(UTF_8));
        };
        assertThat(Sent.get(response).header("Content-Type")).isEqualTo(type);
        assertThat(Sent.get(response).body()).isEqualTo("{}");
    }

    @Test
    void setters_returnAnother_andLeaveThisOne() {
        var one = Response.text("one");
        var other = one.status(404).header("X-A", "1").addHeader("x-a", "2").contentType("text/x");
        assertThat(one.status().code()).isEqualTo(200);
        assertThat(one.headers().contains("X-A")).isFalse();
        assertThat(other.status()).hasToString("404 Not Found");
        assertThat(other.headers().all("X-A")).containsExactly("1", "2");
        assertThat(other.header("x-a", "3").headers().all("X-A")).containsExactly("3");
        assertThat(other.withoutHeader("x-A").header("X-A")).isEmpty();
        assertThat(other.header("content-type")).contains("text/x");
    }

    @Test
    void headerThatCannotBeSent_cannotBeSet() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Response.text("").header("X-A", "1\r\nX-B: 2"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Response.text("").status(100))
                .withMessageContaining("status 100");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Response.of(600));
    }

    @Test
    void head_hasTheLength_butNoBody() throws Exception {
        var sent = Sent.request("HEAD", Response.text("hello"));
        assertThat(sent.header("Content-Length")).isEqualTo("5");
        assertThat(sent.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void statusWithoutBody_hasNeitherTypeNorLengthNorBody(int status) throws Exception {
        var sent = Sent.get(Response.text("hello").status(status));
        assertThat(sent.headers()).isEqualTo(Headers.empty());
        assertThat(sent.body()).isEmpty();
    }

    @Test
    void resetContent_saysThatItHasNone() throws Exception {
        var sent = Sent.get(Response.text("hello").status(205));
        assertThat(sent.header("Content-Length")).isEqualTo("0");
        assertThat(sent.body()).isEmpty();
    }

    @Test
    void of_status_isWithoutContent() throws Exception {
        assertThat(Sent.get(Response.of(201)).header("Content-Length")).isEqualTo("0");
        assertThat(Response.of(204).status()).isEqualTo(Status.of(204));
    }

    @Test
    void file_isSentAsOne_withItsLength(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("a"), "0123456789");
        var response = Response.file(file);
        for (int i = 0; i < 2; i++) {
            var sent = Sent.get(response);
            assertThat(sent.header("Content-Length")).isEqualTo("10");
            assertThat(sent.body()).isEqualTo("0123456789");
            assertThat(sent.bodyType()).isEqualTo(FileWrapper.class);
        }
        assertThat(response.text()).isEqualTo("0123456789");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Sent.get(Response.file(folder.resolve("none"))));
    }

    @Test
    void stream_isSent_andClosedOnce() throws Exception {
        var closed = new AtomicInteger();
        var in = new ByteArrayInputStream("stream".getBytes(UTF_8)) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        var sent = Sent.get(Response.stream(in));
        assertThat(sent.body()).isEqualTo("stream");
        assertThat(sent.headers().contains("Content-Length")).isFalse();
        assertThat(closed).hasValue(1);
    }

    @Test
    void blocks_areClosedOnce_alsoIfTheyAreNotSent() throws Exception {
        var body = new CountedBody("a", "b");
        assertThat(Sent.get(Response.iterable(body)).body()).isEqualTo("ab");
        assertThat(body.closed).isEqualTo(1);

        var ofHead = new CountedBody("a");
        assertThat(Sent.request("HEAD", Response.iterable(ofHead)).body()).isEmpty();
        assertThat(ofHead.closed).isEqualTo(1);
        assertThat(ofHead.iterated).isZero();

        var ofNoContent = new CountedBody("a");
        assertThat(Sent.get(Response.iterable(ofNoContent).status(204)).body()).isEmpty();
        assertThat(ofNoContent.closed).isEqualTo(1);

        var notStarted = new CountedBody("a");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> Response.iterable(notStarted).call(Sent.environ("GET", "/"), (status, headers, error) -> {
                            throw new IllegalStateException("started twice");
                        }));
        assertThat(notStarted.closed).isEqualTo(1);
    }

    @Test
    void of_whatAnApplicationAnswered_isReadAndClosed() throws Exception {
        var body = new CountedBody("a", "b");
        var response = Response.of(Status.of(201), Headers.of("Content-Type", "text/plain"), body);
        assertThat(response.status().code()).isEqualTo(201);
        assertThat(response.text()).isEqualTo("ab");
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void list_hasTheSumOfItsBlocksAsLength() throws Exception {
        var blocks = List.of("ab".getBytes(UTF_8), "c".getBytes(UTF_8));
        assertThat(Sent.get(Response.iterable(blocks)).header("Content-Length")).isEqualTo("3");
    }

    @Test
    void redirect_keepsARelativeLocation_andEncodesWhatIsNotAscii() throws Exception {
        var sent = Sent.get(Response.redirect("../caf\u00e9?a=b#c"));
        assertThat(sent.status().code()).isEqualTo(302);
        assertThat(sent.header("Location")).isEqualTo("../caf%C3%A9?a=b#c");
        assertThat(Response.redirect(308, "/").status().code()).isEqualTo(308);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Response.redirect(200, "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\r\nX: y", "/a\nb", "/a b", "/\0", "/\u007f", "/a\rb", "/\t"})
    void redirect_toWhatCannotBeSent_isRefused(String location) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Response.redirect(location))
                .withMessageContaining("location");
    }
}
