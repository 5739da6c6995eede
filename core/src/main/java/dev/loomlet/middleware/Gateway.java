package dev.loomlet.middleware;

import dev.loomlet.web.Response;
import dev.loomlet.wsgi.StartResponse;
import java.lang.System.Logger.Level;

/** What {@link Forward} and {@link Balance} answer with. Runs on the request's thread. */
final class Gateway {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.middleware");

    private Gateway() {}

    /** Passes on a backend's answer; closes it if the server does not take it. */
    static Iterable<byte[]> pass(AnswerBody answer, StartResponse startResponse) {
        boolean passed = false;
        try {
            startResponse.start(answer.head().status().toString(), answer.head().headers());
            passed = true;
            return answer;
        } finally {
            if (!passed) {
                answer.close();
            }
        }
    }

    /** The answer in place of a backend that failed. Logs why. */
    static Response fail(BackendUri backend, BackendException fault) {
        LOG.log(Level.WARNING, "backend {0}: {1}", backend.uri(), fault.getMessage());
        return Response.error(fault.status().code(), fault.explanation());
    }
}
