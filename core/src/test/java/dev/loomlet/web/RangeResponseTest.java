package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.FileWrapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14. */
class RangeResponseTest {

    private static final Response MEMORY = Response.text("0123456789").etag(EntityTag.of("a"));

    @TempDir
    private Path folder;

    private Response file() throws Exception {
        return Response.file(Files.writeString(folder.resolve("digits"), "0123456789"))
                .contentType("text/plain; charset=utf-8")
                .etag(EntityTag.of("a"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0-0",
        "bytes=2-4, 234, 2-4",
        "bytes=7-, 789, 7-9",
        "bytes=-3, 789, 7-9",
        "bytes=5-500, 56789, 5-9",
        "bytes=-500, 0123456789, 0-9",
        "'bytes=20-30,2-3', 23, 2-3"
    })
    void singleRange_isSentAlone(String range, String body, String contentRange) throws Exception {
        for (var response : new Response[] {MEMORY, file()}) {
            var sent = Sent.get(response, "Range", range);
            assertThat(sent.status().code()).isEqualTo(206);
            assertThat(sent.body()).isEqualTo(body);
            assertThat(sent.header("Content-Range")).isEqualTo("bytes " + contentRange + "/10");
            assertThat(sent.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
            assertThat(sent.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(sent.header("ETag")).isEqualTo("\"a\"");
        }
        assertThat(Sent.get(file(), "Range", range).bodyType()).isEqualTo(FileWrapper.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=100-200", "bytes=-0", "bytes=10-11,12-13"})
    void rangeBeyondTheEnd_isNotSatisfiable(String range) throws Exception {
        var sent = Sent.get(MEMORY, "Range", range);
        assertThat(sent.status().code()).isEqualTo(416);
        assertThat(sent.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(sent.body()).doesNotContain("0123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=4-2", "bytes=a-b", "lines=0-1", "bytes", "", "bytes=0-1,x", "bytes=0x1-2", "bytes=+1-2"})
    void malformedRange_isIgnored(String range) throws Exception {
        var sent = Sent.get(MEMORY, "Range", range);
        assertThat(sent.status().code()).isEqualTo(200);
        assertThat(sent.body()).isEqualTo("0123456789");
        assertThat(sent.header("Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void severalRanges_areParts() throws Exception {
        for (var response : new Response[] {MEMORY, file()}) {
            var sent = Sent.get(response, "Range", "bytes=0-1,4-5,-1");
            assertThat(sent.status().code()).isEqualTo(206);
            var type = sent.header("Content-Type");
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            var boundary = type.substring(type.indexOf('=') + 1);
            assertThat(sent.headers().contains("Content-Range")).isFalse();
            assertThat(sent.body()).isEqualTo("""
                    --B
                    Content-Type: text/plain; charset=utf-8
                    Content-Range: bytes 0-1/10

                    01
                    --B
                    Content-Type: text/plain; charset=utf-8
                    Content-Range: bytes 4-5/10

                    45
                    --B
                    Content-Type: text/plain; charset=utf-8
                    Content-Range: bytes 9-9/10

                    9
                    --B--
                    """.replace("\n", "\r\n").replace("--B", "--" + boundary));
            assertThat(sent.header("Content-Length"))
                    .isEqualTo(Integer.toString(sent.body().length()));
        }
    }

    @Test
    void overlappingRanges_neverSendAByteTwice() throws Exception {
        var ranges = IntStream.range(0, 100).mapToObj(i -> "0-").collect(Collectors.joining(",", "bytes=", ""));
        assertThat(Sent.get(MEMORY, "Range", ranges).header("Content-Range")).isEqualTo("bytes 0-9/10");
        var many = IntStream.range(0, 1000).mapToObj(i -> "0-" + i).collect(Collectors.joining(",", "bytes=", ""));
        assertThat(Sent.get(MEMORY, "Range", many).status().code()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a\"', 206",
        "'W/\"a\"', 200",
        "'\"b\"', 200",
        "junk, 200",
        "'Fri, 02 Jan 2026 03:04:05 GMT', 206",
        "'Fri, 02 Jan 2026 03:04:06 GMT', 200"
    })
    void ifRange_thatDoesNotHold_sendsAll(String condition, int status) throws Exception {
        var response = MEMORY.lastModified(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(Sent.get(response, "Range", "bytes=0-0", "If-Range", condition)
                        .status()
                        .code())
                .isEqualTo(status);
    }

    @Test
    void range_ofOtherMethodsAndStatuses_isIgnored() throws Exception {
        assertThat(Sent.request("HEAD", MEMORY, "Range", "bytes=0-0").header("Content-Length"))
                .isEqualTo("10");
        assertThat(Sent.request("POST", MEMORY, "Range", "bytes=0-0").status().code())
                .isEqualTo(200);
        assertThat(Sent.get(MEMORY.status(404), "Range", "bytes=0-0").status().code())
                .isEqualTo(404);
        assertThat(Sent.get(MEMORY.header("Accept-Ranges", "none"), "Range", "bytes=0-0")
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(Sent.get(Response.bytes(new byte[0]).etagOfBody(), "Range", "bytes=0-0")
                        .status()
                        .code())
                .isEqualTo(200);
    }

    @Test
    void conditionThatFails_comesBeforeTheRange() throws Exception {
        assertThat(Sent.get(MEMORY, "Range", "bytes=0-0", "If-None-Match", "\"a\"")
                        .status()
                        .code())
                .isEqualTo(304);
        assertThat(Sent.get(MEMORY, "Range", "bytes=50-", "If-Match", "\"b\"")
                        .status()
                        .code())
                .isEqualTo(412);
    }

    @Test
    void largeFile_inParts_isReadPieceByPiece() throws Exception {
        var text = "x".repeat(100_000);
        var file = Files.writeString(folder.resolve("large"), text, StandardCharsets.US_ASCII);
        var sent = Sent.get(Response.file(file), "Range", "bytes=0-49999,60000-");
        assertThat(sent.body().chars().filter(c -> c == 'x').count()).isEqualTo(90_000);
        assertThat(sent.header("Content-Length"))
                .isEqualTo(Integer.toString(sent.body().length()));
    }

    @Test
    void file_hasValidatorsOfItsOwn() throws Exception {
        var response = Response.file(Files.writeString(folder.resolve("a"), "abc"));
        var sent = Sent.get(response);
        var tag = sent.header("ETag");
        assertThat(tag).startsWith("\"");
        assertThat(Sent.get(response, "If-None-Match", tag).status().code()).isEqualTo(304);
        assertThat(Sent.get(response, "If-Modified-Since", sent.header("Last-Modified"))
                        .status()
                        .code())
                .isEqualTo(304);
        Files.writeString(folder.resolve("a"), "abcd");
        assertThat(Sent.get(response).header("ETag")).isNotEqualTo(tag);
    }
}
