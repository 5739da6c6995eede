package dev.loomlet.server.http1;

/**
 * Every way in which a client can break HTTP/1.1 as this server reads it: the status of the answer, the rule, and a sentence
 * that may be shown to the client since it repeats nothing of what was sent.
 */
public enum Violation {
    /** HTTP without TLS on a port that speaks TLS. */
    CLEAR_ON_TLS_PORT(400, "RFC 9110 §4.2.2", "This port speaks TLS: the request has to be sent to an https URL."),
    /** A control character where none may be; a TLS hello on a plain port begins like this. */
    CONTROL_CHARACTER(400, "RFC 9112 §2.2", "The head has a control character."),
    /** A line feed without a carriage return. */
    BARE_LF(400, "RFC 9112 §2.2", "A line of the head ends in a bare line feed."),
    /** A carriage return without a line feed. */
    BARE_CR(400, "RFC 9112 §2.2", "The head has a bare carriage return."),
    /** More empty lines before the request line than a sloppy client sends. */
    LEADING_EMPTY_LINES(400, "RFC 9112 §2.2", "Too many empty lines stand before the request line."),
    /** The connection ended inside the head. */
    TRUNCATED_HEAD(400, "RFC 9112 §8", "The head is incomplete."),
    /** The method is no token, or has lower-case letters, which no registered method has. */
    BAD_METHOD(400, "RFC 9110 §9.1", "The method is malformed."),
    /** The request line is not method, space, target, space, version. */
    BAD_REQUEST_LINE(400, "RFC 9112 §3", "The request line is malformed."),
    /** The target is none of the four forms, not the one for its method, or has an illegal character. */
    BAD_TARGET(400, "RFC 9112 §3.2", "The request target is malformed."),
    /** The version is malformed. */
    BAD_VERSION(400, "RFC 9112 §2.3", "The HTTP version is malformed."),
    /** The version is another than HTTP/1.0 and HTTP/1.1. */
    UNSUPPORTED_VERSION(505, "RFC 9110 §15.6.6", "This HTTP version is not supported."),
    /** The request line is longer than the limit. */
    LONG_REQUEST_LINE(414, "RFC 9110 §15.5.15", "The request line is too long."),
    /** A header line is longer than the limit. */
    LONG_HEADER_LINE(431, "RFC 6585 §5", "A header line is too long."),
    /** The headers together are longer than the limit. */
    LARGE_HEADERS(431, "RFC 6585 §5", "The headers are too large."),
    /** There are more headers than the limit. */
    MANY_HEADERS(431, "RFC 6585 §5", "There are too many headers."),
    /** A header name is empty or no token, or the colon is missing or has a space before it. */
    BAD_HEADER_NAME(400, "RFC 9112 §5.1", "A header name is malformed."),
    /** A header value has a control character. */
    BAD_HEADER_VALUE(400, "RFC 9110 §5.5", "A header value is malformed."),
    /** A line begins with white space. */
    OBSOLETE_FOLDING(400, "RFC 9112 §5.2", "A header line begins with white space."),
    /** A header that may stand once stands twice. */
    REPEATED_HEADER(400, "RFC 9110 §5.3", "A header is repeated that may be sent once only."),
    /** An HTTP/1.1 request has no Host, or any request has two. */
    BAD_HOST_COUNT(400, "RFC 9112 §3.2", "There must be exactly one Host header."),
    /** Host is no host and port. */
    BAD_HOST(400, "RFC 9110 §7.2", "The Host header is malformed."),
    /** Content-Length is not one decimal number that fits 63 bits. */
    BAD_CONTENT_LENGTH(400, "RFC 9112 §6.3", "The Content-Length header is malformed."),
    /** Content-Length and Transfer-Encoding came together. */
    LENGTH_AND_CODING(400, "RFC 9112 §6.1", "Content-Length and Transfer-Encoding may not be sent together."),
    /** Transfer-Encoding in an HTTP/1.0 request. */
    CODING_IN_1_0(400, "RFC 9112 §6.1", "HTTP/1.0 has no Transfer-Encoding."),
    /** Transfer-Encoding is malformed, or does not end in one chunked. */
    BAD_CODING(400, "RFC 9112 §6.3", "The Transfer-Encoding header is malformed."),
    /** A transfer coding other than chunked. */
    UNSUPPORTED_CODING(501, "RFC 9112 §6.1", "This transfer coding is not supported."),
    /** An expectation other than 100-continue. */
    UNSUPPORTED_EXPECTATION(417, "RFC 9110 §10.1.1", "This expectation is not supported."),
    /** The body is longer than the limit. */
    LARGE_BODY(413, "RFC 9110 §15.5.14", "The body is too large."),
    /** A chunk size is malformed or does not fit 63 bits. */
    BAD_CHUNK_SIZE(400, "RFC 9112 §7.1", "A chunk size is malformed."),
    /** A chunk extension is malformed. */
    BAD_CHUNK_EXTENSION(400, "RFC 9112 §7.1.1", "A chunk extension is malformed."),
    /** The chunk extensions together are longer than the limit. */
    LARGE_CHUNK_EXTENSIONS(400, "RFC 9112 §7.1.1", "The chunk extensions are too large."),
    /** A chunk's data is not followed by CRLF. */
    BAD_CHUNK_END(400, "RFC 9112 §7.1", "A chunk does not end where it should."),
    /** The trailer section is longer than the limit. */
    LARGE_TRAILERS(400, "RFC 9112 §7.1.2", "The trailer section is too large."),
    /** A trailer is malformed or one of those that change how a message is read. */
    BAD_TRAILER(400, "RFC 9110 §6.5.1", "A trailer field is malformed or not allowed."),
    /** The connection ended inside the body. */
    TRUNCATED_BODY(400, "RFC 9112 §8", "The body is incomplete."),
    /** The head did not come in time. */
    HEAD_TIMEOUT(408, "RFC 9110 §15.5.9", "The head did not arrive in time."),
    /** The body did not come in time. */
    BODY_TIMEOUT(408, "RFC 9110 §15.5.9", "The body did not arrive in time.");

    private final int status;
    private final String section;
    private final String sentence;

    Violation(int status, String section, String sentence) {
        this.status = status;
        this.section = section;
        this.sentence = sentence;
    }

    /** The status code of the answer. */
    public int status() {
        return status;
    }

    /** The rule that was broken. */
    public String section() {
        return section;
    }

    /** What is wrong, in a sentence fit for the client. */
    public String sentence() {
        return sentence;
    }
}
