package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseScannerTest {

    private static final String LENGTH = "HTTP/1.1 200 OK\r\nDate: now\r\ncontent-length:  5 \r\n\r\nhello";
    private static final String CHUNKED_HEAD = "HTTP/1.1 200\r\nTransfer-Encoding: Chunked\r\n\r\n";
    private static final String CHUNKED =
            CHUNKED_HEAD + "5;a=b\r\nhello\r\nA \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String INTERIM =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx";
    private static final String CLOSE = "HTTP/1.1 503 x\r\nConnection: foo, Close\r\nContent-Length: 2\r\n\r\n\r\n";
    private static final String OLD = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc";
    private static final String PIPELINED = LENGTH + CHUNKED + EMPTY + NO_CONTENT + INTERIM + OLD + CLOSE;
    private static final List<String> ANSWERS =
            List.of("200 kept", "200 kept", "404 kept", "204 kept", "201 kept", "200 kept", "503 closed");

    @Test
    void answers_whole_areFound() throws Exception {
        assertThat(scan(PIPELINED)).isEqualTo(ANSWERS);
    }

    @Test
    void answers_byteByByte_areFound() throws Exception {
        assertThat(scan(PIPELINED.split("", -1))).isEqualTo(ANSWERS);
    }

    @Test
    void answers_splitAnywhere_areFound() throws Exception {
        for (int cut = 0; cut <= PIPELINED.length(); cut++) {
            assertThat(scan(PIPELINED.substring(0, cut), PIPELINED.substring(cut)))
                    .as("split at %s", cut)
                    .isEqualTo(ANSWERS);
        }
    }

    @Test
    void answer_complete_endsWithItsLastByteAndNotBefore() throws Exception {
        for (var answer : List.of(LENGTH, CHUNKED, EMPTY, NO_CONTENT, INTERIM, CLOSE)) {
            var scanner = new ResponseScanner();
            assertThat(scanner.scan(bytes(answer.substring(0, answer.length() - 1))))
                    .as(answer)
                    .isFalse();
            assertThat(scanner.scan(bytes(answer.substring(answer.length() - 1))))
                    .as(answer)
                    .isTrue();
        }
    }

    @Test
    void answerAfterAnother_isLeftInTheBuffer() throws Exception {
        var in = bytes(LENGTH + EMPTY);
        var scanner = new ResponseScanner();
        assertThat(scanner.scan(in)).isTrue();
        assertThat(in.remaining()).isEqualTo(EMPTY.length());
    }

    @Test
    void answerWithoutLength_endsWithTheConnection() throws Exception {
        var scanner = new ResponseScanner();
        assertThat(scanner.scan(bytes("HTTP/1.1 200 OK\r\n\r\nabc"))).isFalse();
        assertThat(scanner.scan(bytes("def"))).isFalse();
        assertThat(scanner.end()).isTrue();
        assertThat(scanner.isKeptAlive()).isFalse();
    }

    @Test
    void end_betweenAnswers_isNone_andWithinOne_isAnError() throws Exception {
        var scanner = new ResponseScanner();
        assertThat(scanner.end()).isFalse();
        for (var answer : List.of(LENGTH, CHUNKED)) {
            for (int cut = 1; cut < answer.length(); cut++) {
                var broken = new ResponseScanner();
                broken.scan(bytes(answer.substring(0, cut)));
                assertThatThrownBy(broken::end)
                        .as("%s of %s", cut, answer)
                        .isInstanceOf(MalformedAnswerException.class)
                        .hasMessageContaining("within an answer");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/2.0 200 OK\r\n",
                "HTTP/1.1 2x0 OK\r\n",
                "HTTP/1.1 2000\r\n",
                "HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 OK\rX",
                "HTTP/1.1 200 O\0K\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n",
                "HTTP/1.1 200 OK\r\nName : x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ng\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            })
    void malformedAnswer_isAnErrorWithItsReason(String answer) {
        assertThatThrownBy(() -> scan(answer))
                .isInstanceOf(MalformedAnswerException.class)
                .message()
                .isNotBlank();
        assertThatThrownBy(() -> scan(answer.split("", -1))).isInstanceOf(MalformedAnswerException.class);
    }

    private static List<String> scan(String... pieces) throws MalformedAnswerException {
        var scanner = new ResponseScanner();
        var found = new ArrayList<String>();
        for (var piece : pieces) {
            var in = bytes(piece);
            while (scanner.scan(in)) {
                found.add(scanner.status() + (scanner.isKeptAlive() ? " kept" : " closed"));
            }
        }
        return found;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
