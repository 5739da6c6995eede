package dev.loomlet.benchmarks.peers;

/** What a peer can be asked for. The answer is the same whatever the peer: 200, a Content-Length, and exactly this body. */
public enum Route {
    /** {@value Answer#HELLO_TEXT}. */
    PLAINTEXT("/"),
    /** A JSON object of 1,024 bytes. */
    JSON("/json"),
    /** 65,536 bytes. */
    BYTES_64K("/64k"),
    /** 1,048,576 bytes. */
    BYTES_1M("/1m"),
    /** The same 65,536 bytes out of a file, as the server's own means for files send it. */
    STATIC("/static/64k.bin"),
    /** By POST: reads the body to its end and answers its length in decimal digits. */
    UPLOAD("/upload"),
    /** {@link #PLAINTEXT} over TLS, at {@link RunningPeer#tlsPort()}. */
    TLS("/"),
    /** {@link #PLAINTEXT} over HTTP/2 by prior knowledge. */
    HTTP2("/"),
    /** Each text message over WebSocket comes back. */
    WEBSOCKET("/echo"),
    /** Answers "done" after sleeping for as many milliseconds as the query {@code ms=N} says. */
    SLEEP("/sleep"),
    /** Answers "done" after computing for that long. */
    COMPUTE("/compute"),
    /** Answers "done" after a read of a file, a named pipe, that takes that long. */
    BLOCK("/block");

    private final String path;

    Route(String path) {
        this.path = path;
    }

    /** Returns the path to request, without a query. */
    public String path() {
        return path;
    }

    /** Returns the path with the query that says how long, for the three routes that want one. */
    public String path(int millis) {
        return path + "?ms=" + millis;
    }
}
