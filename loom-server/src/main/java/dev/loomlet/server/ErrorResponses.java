package dev.loomlet.server;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.Persistence;
import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;

/** What the server answers by itself to a request that breaks the protocol: a sentence that repeats nothing of it, then a close. */
final class ErrorResponses {

    private static final Headers PLAIN = Headers.of("Content-Type", "text/plain");

    private ErrorResponses() {}

    /**
     * Adds the answer.
     *
     * @param withBody false to HEAD
     * @return bytes of body
     */
    static int add(ByteBuilder out, Violation violation, byte[] date, boolean withBody) {
        var sentence = violation.sentence() + "\n";
        ResponseEncoder.statusLine(out, Status.of(violation.status()));
        ResponseEncoder.fields(out, PLAIN, /* capitalize= */ false);
        ResponseEncoder.date(out, date);
        ResponseEncoder.framing(out, new ResponseFraming(ResponseFraming.Kind.LENGTH, sentence.length()));
        ResponseEncoder.connection(out, Persistence.CLOSE, /* idleSeconds= */ 0);
        out.addLineEnd();
        if (withBody) {
            out.add(sentence);
        }
        return withBody ? sentence.length() : 0;
    }
}
