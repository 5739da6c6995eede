package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;

/** The body of a request in memory, kept in its environ for as long as that has the body that is made of it. On the request's thread. */
@SuppressWarnings("ArrayRecordComponent") // not compared
record KeptBody(InputBody body, byte[] bytes) {

    /** Reads what is left of the body, once, or throws a 413 if it is more than {@code most} bytes. */
    static byte[] read(Environ environ, int most) throws IOException {
        if (environ.get(Request.BODY) instanceof KeptBody kept && kept.isBodyOf(environ)) {
            return checked(kept.bytes, most);
        }
        if (KeptForm.hasBodyOf(environ)) {
            throw new IllegalStateException("the body was read by form(); call bytes() before it to have both");
        }
        var bytes = readAll(environ.input(), most);
        var body = InputBody.of(bytes);
        environ.put(Environ.WSGI_INPUT, body);
        environ.put(Request.BODY, new KeptBody(body, bytes));
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality") // another body with equal bytes is another body
    private boolean isBodyOf(Environ environ) {
        return body == environ.get(Environ.WSGI_INPUT);
    }

    /** Reads all that is left of {@code body}, or throws a 413. Memory grows with what comes. */
    static byte[] readAll(InputBody body, int most) throws IOException {
        var bytes = body.readNBytes(most);
        if (bytes.length == most && body.read() >= 0) {
            throw tooLarge(most);
        }
        return bytes;
    }

    private static byte[] checked(byte[] bytes, int most) {
        if (bytes.length > most) {
            throw tooLarge(most);
        }
        return bytes;
    }

    private static HttpException tooLarge(int most) {
        return HttpException.contentTooLarge("the body has more than " + most + " bytes");
    }
}
