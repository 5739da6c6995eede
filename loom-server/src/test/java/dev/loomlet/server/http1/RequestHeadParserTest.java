package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.Heads.isTaken;
import static dev.loomlet.server.http1.Heads.parse;
import static dev.loomlet.server.http1.Heads.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadParserTest {

    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private static boolean isDigitOrUpper(int b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z');
    }

    private static boolean isLower(int b) {
        return b >= 'a' && b <= 'z';
    }

    @Test
    void head_isReadAsItIs() throws ProtocolException {
        var head = parse("PUT /a?b HTTP/1.0\r\nhOst: x:1\r\nX-Y:  v w \t\r\nEmpty:\r\n\r\n");
        assertThat(head.method()).isEqualTo("PUT");
        assertThat(head.target().raw()).isEqualTo("/a?b");
        assertThat(head.version()).isEqualTo(HttpVersion.HTTP_1_0);
        assertThat(head.requestLine()).isEqualTo("PUT /a?b HTTP/1.0");
        assertThat(head.size()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).mapToObj(i -> head.name(i) + "=" + head.value(i)))
                .containsExactly("hOst=x:1", "X-Y=v w", "Empty=");
    }

    @Test
    void headInABuffer_isCopied() throws ProtocolException {
        var buffer = Heads.bytes("??GET / HTTP/1.1\r\nHost: a\r\n\r\n??");
        var head = RequestHeadParser.parse(buffer, 2, buffer.length - 2, 16);
        Arrays.fill(buffer, (byte) '#');
        assertThat(head.requestLine()).isEqualTo("GET / HTTP/1.1");
        assertThat(head.value(0)).isEqualTo("a");
    }

    @Test
    void hundredFields_areAllThere() throws ProtocolException {
        var lines = new StringBuilder();
        for (int i = 1; i < 100; i++) {
            lines.append("X-").append(i).append(": ").append(i * i).append("\r\n");
        }
        var head = parse("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
        assertThat(head.size()).isEqualTo(100);
        for (int i = 1; i < 100; i++) {
            assertThat(head.name(i)).isEqualTo("X-" + i);
            assertThat(head.value(i)).isEqualTo(Integer.toString(i * i));
        }
    }

    /** The table of fields is made for 16 here and grows, so these heads end where it does. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void fullTableOfFields_isSearchedToItsEnd(int size) throws ProtocolException {
        var lines = Stream.concat(
                        Stream.generate(() -> "X: y").limit(size - 4L),
                        Stream.of("Connection: x", "Expect: 100-continue", "Transfer-Encoding: chunked"))
                .toArray(String[]::new);
        var head = Heads.get(HttpVersion.HTTP_1_1, lines);
        assertThat(head.size()).isEqualTo(size);
        assertThat(Persistence.of(head)).isEqualTo(Persistence.PERSIST);
        assertThat(Expectation.isContinue(head)).isTrue();
        assertThat(BodyFraming.ofRequest(head, 0)).isEqualTo(new BodyFraming.Chunked(/* alone= */ true));
    }

    @Test
    void fieldsThatDecide_areFound() throws ProtocolException {
        var head = parse("GET / HTTP/1.1\r\nX: y\r\nCONTENT-length: 1\r\nhost: a\r\ncontent-TYPE: t\r\n\r\n");
        assertThat(head.contentLength()).isEqualTo(1);
        assertThat(head.host()).isEqualTo(2);
        assertThat(head.contentType()).isEqualTo(3);
    }

    @Test
    void fieldsThatAreNotThere_haveNoIndex() throws ProtocolException {
        var head =
                parse("GET / HTTP/1.0\r\nHots: a\r\nContent-Lengt: 1\r\nContent_Length: 2\r\nContent-Typo: x\r\n\r\n");
        assertThat(head.host()).isEqualTo(-1);
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(head.contentType()).isEqualTo(-1);
    }

    @Test
    void cgiName_isInUpperCase_andEmptyForAnUnderscore() throws ProtocolException {
        var head = Heads.get(HttpVersion.HTTP_1_1, "x-Forwarded-For: 1", "X_Forwarded_For: 2", "a.b|~9z: 3");
        assertThat(head.cgiKey("", 1)).isEqualTo("X_FORWARDED_FOR");
        assertThat(head.cgiKey("", 2)).isEmpty();
        assertThat(head.cgiKey("", 3)).isEqualTo("A.B|~9Z");
    }

    @Test
    void isCgiName_matchesNoUnderscoreAndNoOtherLength() throws ProtocolException {
        var head = Heads.get(HttpVersion.HTTP_1_1, "X-A: 1", "X_A: 2", "X-AB: 3");
        assertThat(IntStream.range(0, 4).filter(i -> head.isCgiName(i, "HTTP_X_A", 5)))
                .containsExactly(1);
    }

    @Test
    void isNamed_ignoresCaseOfLettersOnly() throws ProtocolException {
        var head = Heads.get(HttpVersion.HTTP_1_1, "X-A^`: 1", "x-a~@".replace('@', '|') + ": 2");
        assertThat(head.isNamed(1, "x-a^`")).isTrue();
        /* 0x20 apart, like the cases of a letter. */
        assertThat(head.isNamed(1, "x-a~`")).isFalse();
        assertThat(head.isNamed(2, "x-a^|")).isFalse();
        assertThat(head.isNamed(1, "x-a^")).isFalse();
    }

    @Test
    void byteOfAMethod_isTakenIfATokenHasIt_butNoLowerCase() {
        checkEveryByte("G", "T / HTTP/1.1\r\nHost: a\r\n\r\n", b -> isDigitOrUpper(b) || TOKEN_SIGNS.indexOf(b) >= 0);
    }

    @Test
    void byteOfATarget_isTakenIfItIsVisible_butNoNumberSign() {
        checkEveryByte("GET /", "41 HTTP/1.1\r\nHost: a\r\n\r\n", b -> b > ' ' && b < 0x7f && b != '#');
    }

    @Test
    void byteOfAName_isTakenIfATokenHasIt_orEndsIt() {
        checkEveryByte(
                "GET / HTTP/1.1\r\nHost: a\r\nX",
                "y: z\r\n\r\n",
                b -> isDigitOrUpper(b) || isLower(b) || TOKEN_SIGNS.indexOf(b) >= 0 || b == ':');
    }

    @Test
    void byteOfAValue_isTakenIfItIsNoControlCharacter_orATab() {
        checkEveryByte("GET / HTTP/1.1\r\nHost: a\r\nX: y", "z\r\n\r\n", b -> b == '\t' || (b >= ' ' && b != 0x7f));
    }

    @Test
    void byteOfAHost_isTakenIfANameHasIt_orStartsThePort() {
        checkEveryByte(
                "GET / HTTP/1.1\r\nHost: a",
                "1\r\n\r\n",
                b -> isDigitOrUpper(b) || isLower(b) || "-._~!$&'()*+;=%:".indexOf(b) >= 0);
    }

    @Test
    void byteOfAVersion_isTakenNowhereButInItsPlace() {
        var legal = "HTTP/1.1";
        for (int at = 0; at < legal.length(); at++) {
            char right = legal.charAt(at);
            boolean minor = at == legal.length() - 1;
            checkEveryByte(
                    "GET / " + legal.substring(0, at),
                    legal.substring(at + 1) + "\r\nHost: a\r\n\r\n",
                    b -> b == right || (minor && b == '0'));
        }
    }

    private static void checkEveryByte(String before, String behind, IntPredicate taken) {
        for (int b = 0; b < 256; b++) {
            var head = before + (char) b + behind;
            assertThat(isTaken(() -> parse(head)))
                    .as("byte %d behind %s", b, before)
                    .isEqualTo(taken.test(b));
        }
    }

    @Test
    void everyPrefixOfAHead_isRefused() {
        var head = "GET http://a:1/%41 HTTP/1.1\r\nHost: [::1]:1\r\nA: b\r\n\r\n";
        for (int end = 0; end < head.length(); end++) {
            var prefix = head.substring(0, end);
            assertThat(isTaken(() -> parse(prefix))).as(prefix).isFalse();
        }
        assertThat(isTaken(() -> parse(head))).isTrue();
    }

    @Test
    void bytesBehindTheHead_areRefused() {
        assertThat(isTaken(() -> parse("GET / HTTP/1.1\r\nHost: a\r\n\r\nX"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Type", "Content-Length"})
    void fieldThatMayStandOnce_isRefusedTwice(String name) {
        var line = name + ": 1\r\n";
        var head = "GET / HTTP/1.0\r\n" + line + "X: y\r\n" + line.toUpperCase(Locale.ROOT) + "\r\n";
        assertThat(refusal(() -> parse(head)))
                .isEqualTo(name.equals("Host") ? Violation.BAD_HOST_COUNT : Violation.REPEATED_HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Expect", "Cookie", "Transfer-Encoding", "X-Y"})
    void otherField_isTakenTwice(String name) throws ProtocolException {
        assertThat(Heads.get(HttpVersion.HTTP_1_1, name + ": 1", name + ": 2").size())
                .isEqualTo(3);
    }
}
