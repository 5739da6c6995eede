package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.Heads.bytes;
import static dev.loomlet.server.http1.Heads.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadScannerTest {

    /* The request line up to 20 bytes, a header line up to 10, all headers up to 30, four of them. */
    private static final Limits SMALL = new Limits(20, 10, 30, 4, 0, 0);

    private final HeadScanner scanner = new HeadScanner(SMALL);

    @Test
    void completeHead_hasItsLength() throws ProtocolException {
        assertThat(scan("GET / HTTP/1.1\r\n\r\n")).isEqualTo(18);
        assertThat(scanner.start()).isZero();
    }

    @Test
    void bytesBehindTheHead_areNotScanned() throws ProtocolException {
        assertThat(scan("GET / HTTP/1.1\r\nA: b\r\n\r\n\0\n")).isEqualTo(24);
    }

    @Test
    void headBehindOtherBytes_isScannedFromItsOwnFirst() throws ProtocolException {
        var buffer = bytes("\0\0GET / HTTP/1.1\r\n\r\n\0");
        assertThat(scanner.scan(buffer, 2, buffer.length - 1)).isEqualTo(18);
    }

    @Test
    void headInABufferThatMoves_isScannedOn() throws ProtocolException {
        assertThat(scanner.scan(bytes("xxxGET / HTT"), 3, 12)).isEqualTo(-1);
        assertThat(scanner.scan(bytes("xGET / HTTP/1.1\r"), 1, 16)).isEqualTo(-1);
        /* What was scanned is not looked at again, so it may as well be gone. */
        assertThat(scanner.scan(bytes("..............\r\n\r\n"), 0, 18)).isEqualTo(18);
    }

    @Test
    void nothing_isIncomplete() throws ProtocolException {
        assertThat(scan("")).isEqualTo(-1);
    }

    @Test
    void reset_forgetsTheLastHead() throws ProtocolException {
        scan("\r\nGET / HTTP/1.1\r\nA: b\r\n");
        scanner.reset();
        assertThat(scan("GET / HTTP/1.1\r\n\r\n")).isEqualTo(18);
        assertThat(scanner.start()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 6", "4, 8"})
    void emptyLinesBefore_areCountedAndSkipped(int count, int start) throws ProtocolException {
        assertThat(scan("\r\n".repeat(count) + "GET / HTTP/1.1\r\n\r\n")).isEqualTo(18 + start);
        assertThat(scanner.start()).isEqualTo(start);
    }

    @Test
    void fifthEmptyLine_isRefused() {
        assertThat(refusal(() -> scan("\r\n\r\n\r\n\r\n\r\n"))).isEqualTo(Violation.LEADING_EMPTY_LINES);
    }

    @Test
    void requestLine_isTakenAtItsLimit_andRefusedAboveIt() throws ProtocolException {
        assertThat(scan("x".repeat(20) + "\r\n\r\n")).isEqualTo(24);
        scanner.reset();
        assertThat(refusal(() -> scan("x".repeat(21) + "\r\n\r\n"))).isEqualTo(Violation.LONG_REQUEST_LINE);
    }

    @Test
    void requestLineWithoutEnd_isRefusedAtTheFirstByteAboveItsLimit() throws ProtocolException {
        assertThat(scan("x".repeat(20))).isEqualTo(-1);
        assertThat(refusal(() -> scan("x".repeat(21)))).isEqualTo(Violation.LONG_REQUEST_LINE);
    }

    @Test
    void requestLineAtItsLimitWithItsCr_isIncomplete() throws ProtocolException {
        assertThat(scan("x".repeat(20) + "\r")).isEqualTo(-1);
    }

    @Test
    void headerLine_isTakenAtItsLimit_andRefusedAboveIt() throws ProtocolException {
        assertThat(scan("x\r\n" + "y".repeat(10) + "\r\n\r\n")).isEqualTo(17);
        scanner.reset();
        assertThat(refusal(() -> scan("x\r\n" + "y".repeat(11) + "\r\n\r\n"))).isEqualTo(Violation.LONG_HEADER_LINE);
    }

    @Test
    void headerLineWithoutEnd_isRefusedAtTheFirstByteAboveItsLimit() throws ProtocolException {
        assertThat(scan("x\r\n" + "y".repeat(10))).isEqualTo(-1);
        assertThat(refusal(() -> scan("x\r\n" + "y".repeat(11)))).isEqualTo(Violation.LONG_HEADER_LINE);
    }

    @Test
    void headers_areTakenAtTheirLimitOfBytes_andRefusedAboveIt() throws ProtocolException {
        var tenAndLineEnd = "y".repeat(10) + "\r\n";
        assertThat(scan("x\r\n" + tenAndLineEnd + tenAndLineEnd + "z".repeat(6) + "\r\n\r\n"))
                .isEqualTo(37);
        scanner.reset();
        assertThat(refusal(() -> scan("x\r\n" + tenAndLineEnd + tenAndLineEnd + "z".repeat(7) + "\r\n\r\n")))
                .isEqualTo(Violation.LARGE_HEADERS);
    }

    @Test
    void headersWithoutEnd_areRefusedAtTheFirstByteAboveTheirLimit() throws ProtocolException {
        var lines = "x\r\n" + ("y".repeat(10) + "\r\n").repeat(2);
        assertThat(scan(lines + "z".repeat(6))).isEqualTo(-1);
        assertThat(refusal(() -> scan(lines + "z".repeat(7)))).isEqualTo(Violation.LARGE_HEADERS);
    }

    @Test
    void headers_areTakenAtTheirLimitOfNumber_andRefusedAboveIt() throws ProtocolException {
        assertThat(scan("x\r\n" + "y\r\n".repeat(4) + "\r\n")).isEqualTo(17);
        scanner.reset();
        assertThat(refusal(() -> scan("x\r\n" + "y\r\n".repeat(5) + "\r\n"))).isEqualTo(Violation.MANY_HEADERS);
    }

    @Test
    void headerAboveTheNumber_isRefusedAtItsFirstByte() throws ProtocolException {
        assertThat(scan("x\r\n" + "y\r\n".repeat(4))).isEqualTo(-1);
        assertThat(refusal(() -> scan("x\r\n" + "y\r\n".repeat(4) + "y"))).isEqualTo(Violation.MANY_HEADERS);
    }

    @Test
    void emptyLinesBefore_countForNoLimit() throws ProtocolException {
        var head = "\r\n".repeat(4) + "x".repeat(20) + "\r\n" + "y\r\n".repeat(4) + "\r\n";
        assertThat(scan(head)).isEqualTo(head.length());
    }

    @Test
    void defaults_holdTheirLongestHead() throws ProtocolException {
        var limits = Limits.DEFAULTS;
        var head = "\r\n".repeat(4) + "x".repeat(limits.maxRequestLine()) + "\r\n"
                + ("y".repeat(limits.maxHeaderLine() - 2) + "\r\n").repeat(7)
                + "z".repeat(limits.maxHeaderBytes() - 7 * limits.maxHeaderLine()) + "\r\n\r\n";
        assertThat(new HeadScanner(limits).scan(bytes(head), 0, head.length())).isEqualTo(head.length());
        assertThat(head.length()).isLessThanOrEqualTo(limits.maxHead());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "x\n", "x\r\ny\n", "x\r\n\n"})
    void bareLf_isRefused(String head) {
        assertThat(refusal(() -> scan(head))).isEqualTo(Violation.BARE_LF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\rx", "x\r\r\n", "x\r\ny\rz", "x\r\n\r\r", "x\r\0"})
    void bareCr_isRefused(String head) {
        assertThat(refusal(() -> scan(head))).isEqualTo(Violation.BARE_CR);
    }

    @Test
    void crAtTheEnd_isDecidedByTheNextByte() throws ProtocolException {
        assertThat(scan("x\r")).isEqualTo(-1);
        assertThat(refusal(() -> scan("x\ry"))).isEqualTo(Violation.BARE_CR);
    }

    @Test
    void controlCharacter_isRefusedAtOnce_andNoOtherByte() throws ProtocolException {
        for (int b = 0; b < 256; b++) {
            scanner.reset();
            var text = "x" + (char) b;
            if (b == '\n' || (b < ' ' && b != '\t' && b != '\r')) {
                var expected = b == '\n' ? Violation.BARE_LF : Violation.CONTROL_CHARACTER;
                assertThat(refusal(() -> scan(text))).as("byte %d", b).isEqualTo(expected);
            } else {
                assertThat(scan(text)).as("byte %d", b).isEqualTo(-1);
            }
        }
    }

    private int scan(String head) throws ProtocolException {
        return scanner.scan(bytes(head), 0, head.length());
    }
}
