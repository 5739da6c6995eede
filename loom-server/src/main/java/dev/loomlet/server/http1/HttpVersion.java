package dev.loomlet.server.http1;

/** The versions of requests (RFC 9112 §2.3): this codec speaks the first two. */
public enum HttpVersion {
    /** RFC 1945: a connection carries one request unless the client asks for more. */
    HTTP_1_0("HTTP/1.0"),
    /** RFC 9112: a connection carries requests until somebody closes it. */
    HTTP_1_1("HTTP/1.1"),
    /** RFC 9113: a connection carries requests at once, and their framing is not this codec's. */
    HTTP_2("HTTP/2.0");

    private final String text;

    HttpVersion(String text) {
        this.text = text;
    }

    /** Returns the version as on the wire. */
    @Override
    public String toString() {
        return text;
    }
}
