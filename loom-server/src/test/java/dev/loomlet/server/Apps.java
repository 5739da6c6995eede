package dev.loomlet.server;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Answers with {@code result}, without a look at the request. */
    static Application ok(Iterable<byte[]> result) {
        return (environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            return result;
        };
    }

    /** Blocks that come one after the other, as from a generator: the server cannot know how many. */
    static Iterable<byte[]> blocks(String... blocks) {
        return () -> Stream.of(blocks).map(Apps::bytes).iterator();
    }

    /** The lines with their CRLFs, and the empty line behind them. */
    static String head(String... lines) {
        return Stream.of(lines).map(line -> line + "\r\n").collect(Collectors.joining("", "", "\r\n"));
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] latin1) {
        return new String(latin1, StandardCharsets.ISO_8859_1);
    }

    private Apps() {}
}
