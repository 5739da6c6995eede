package dev.loomlet.samples;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A body that is made while it is sent: each block goes out before the next is asked for, and the one that makes it just sleeps. A
 * client that leaves ends the loop.
 *
 * <pre>
 *   curl -N 'http://127.0.0.1:8080/?count=4&amp;millis=500'
 * </pre>
 */
final class Streaming implements Sample {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private static Iterable<byte[]> stream(Environ environ, StartResponse startResponse) {
        int count = parameter(environ, "count", 10);
        int millis = parameter(environ, "millis", 1000);
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
        return () -> IntStream.rangeClosed(1, count)
                .mapToObj(number -> block(number, count, number == 1 ? 0 : millis))
                .iterator();
    }

    private static byte[] block(int number, int count, int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            /* The server ends without waiting any longer. */
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before block " + number, e);
        }
        return Body.of("block " + number + " of " + count + "\r\n").getFirst();
    }

    /** The number in the query, the default if there is none. */
    private static int parameter(Environ environ, String name, int absent) {
        for (var part : environ.queryString().split("&", -1)) {
            var value = part.startsWith(name + "=") ? part.substring(name.length() + 1) : "";
            if (NUMBER.matcher(value).matches()) {
                return Integer.parseInt(value);
            }
        }
        return absent;
    }

    @Override
    public Application application() {
        return Streaming::stream;
    }

    @Override
    public About about() {
        return new About(
                "streaming",
                "a response that is made while it is sent, a block a second",
                "curl -N 'URL/?count=4&millis=500'");
    }
}
