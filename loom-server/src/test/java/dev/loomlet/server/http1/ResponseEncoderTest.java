package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.ResponseFraming.Kind;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseEncoderTest {

    private final ByteBuilder out = new ByteBuilder(1);

    private String written() {
        return new String(out.array(), 0, out.length(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"404 Not Found", "404 Nothing Found", "404 ", "299 ", "299 So So", "100 Continue", "999 \u00fc"})
    void statusLine_saysHttp11(String status) {
        ResponseEncoder.statusLine(out, Status.parse(status));
        assertThat(written()).isEqualTo("HTTP/1.1 " + status + "\r\n");
    }

    @Test
    void fields_areWrittenAsTheyAre_butNoContentLength() {
        var headers = Headers.of(
                "x-A", "1", "content-LENGTH", "5", "X-a", "\u00e9", "Content-Lengthy", "", "Set-Cookie", "b; c");
        ResponseEncoder.fields(out, headers, /* capitalize= */ false);
        assertThat(written()).isEqualTo("x-A: 1\r\nX-a: \u00e9\r\nContent-Lengthy: \r\nSet-Cookie: b; c\r\n");
    }

    @Test
    void fields_areCapitalizedOnRequest() {
        var headers = Headers.of("sOMe-WEirD", "Keep It", "x", "1", "-a--b", "2", "a1b-2c", "3", "x_y", "4");
        ResponseEncoder.fields(out, headers, /* capitalize= */ true);
        assertThat(written()).isEqualTo("Some-Weird: Keep It\r\nX: 1\r\n-A--B: 2\r\nA1b-2c: 3\r\nX_y: 4\r\n");
    }

    @Test
    void date_isWritten() {
        ResponseEncoder.date(out, ResponseEncoder.dateField("then"));
        assertThat(written()).isEqualTo("Date: then\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "LENGTH, 0, 'Content-Length: 0\r\n'",
        "LENGTH, 9223372036854775807, 'Content-Length: 9223372036854775807\r\n'",
        "NONE, 12, 'Content-Length: 12\r\n'",
        "NONE, -1, ''",
        "CHUNKED, -1, 'Transfer-Encoding: chunked\r\n'",
        "CLOSE, -1, ''"
    })
    void framing_isTold(Kind kind, long length, String expected) {
        ResponseEncoder.framing(out, new ResponseFraming(kind, length));
        assertThat(written()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE, 60, 'Connection: close\r\n'",
        "PERSIST, 60, ''",
        "KEEP_ALIVE, 60, 'Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n'",
        "KEEP_ALIVE, 1, 'Connection: keep-alive\r\nKeep-Alive: timeout=1\r\n'",
        "KEEP_ALIVE, 0, 'Connection: keep-alive\r\n'"
    })
    void connection_isTold(Persistence persistence, long idleSeconds, String expected) {
        ResponseEncoder.connection(out, persistence, idleSeconds);
        assertThat(written()).isEqualTo(expected);
    }

    @Test
    void chunkFraming_isWhatTheDecoderReads() throws ProtocolException {
        for (long size : new long[] {1, 9, 10, 15, 16, 255, 4096, 0x7fff_ffffL, 0xfff_ffff_ffff_ffffL}) {
            out.clear(1);
            ResponseEncoder.chunkHead(out, size);
            assertThat(written()).isEqualTo(Long.toHexString(size) + "\r\n");
            var decoder = new ChunkedDecoder(Limits.DEFAULTS);
            assertThat(decoder.advance(out.array(), 0, out.length())).isEqualTo(out.length());
            assertThat(decoder.dataLeft()).isEqualTo(size);
        }
        out.clear(1);
        ResponseEncoder.lastChunk(out);
        assertThat(written()).isEqualTo("0\r\n\r\n");
    }
}
