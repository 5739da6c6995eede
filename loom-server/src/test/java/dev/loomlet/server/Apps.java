package dev.loomlet.server;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;

/** Small applications that many tests use. */
final class Apps {

    static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    /** Says hello. */
    static final Application HELLO = (environ, startResponse) -> {
        startResponse.start("200 OK", TEXT);
        return Body.of("Hello, World!\r\n");
    };

    /** Answers with the body it got. */
    static final Application ECHO = (environ, startResponse) -> {
        var body = environ.input().readAllBytes();
        startResponse.start("200 OK", TEXT);
        return Body.of(body);
    };

    private Apps() {}
}
