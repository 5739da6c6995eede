package dev.loomlet.benchmarks.load;

import java.io.IOException;

/** An answer that is not HTTP/1.x, or broke off; the message says where. */
final class MalformedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String reason) {
        super(reason);
    }
}
