package dev.loomlet.benchmarks.peers;

import java.nio.charset.StandardCharsets;

/** What a peer answers: a body and its type. The bodies are the same for all peers. */
final class Answer {

    /** What {@link Route#PLAINTEXT} answers. */
    static final String HELLO_TEXT = "Hello, World!";

    static final Answer HELLO = new Answer("text/plain", HELLO_TEXT);
    static final Answer JSON = new Answer("application/json", json(/* length= */ 1024));
    static final Answer BYTES_64K = new Answer("application/octet-stream", letters(64 << 10));
    static final Answer BYTES_1M = new Answer("application/octet-stream", letters(1 << 20));
    static final Answer DONE = new Answer("text/plain", "done");

    private final String contentType;
    private final byte[] body;

    private Answer(String contentType, String body) {
        this.contentType = contentType;
        this.body = body.getBytes(StandardCharsets.US_ASCII);
    }

    /** What {@link Route#UPLOAD} answers to a body of {@code length} bytes. */
    static Answer count(long length) {
        return new Answer("text/plain", Long.toString(length));
    }

    String contentType() {
        return contentType;
    }

    /** The body itself, not a copy: not to be changed. */
    byte[] body() {
        return body;
    }

    private static String json(int length) {
        var head = "{\"message\":\"";
        var tail = "\"}";
        return head + "x".repeat(length - head.length() - tail.length()) + tail;
    }

    private static String letters(int length) {
        return "abcdefghijklmnopqrstuvwxyz".repeat(length / 26 + 1).substring(0, length);
    }
}
