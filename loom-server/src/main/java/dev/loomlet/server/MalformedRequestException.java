package dev.loomlet.server;

/** A request of HTTP/2 that is none (RFC 9113 §8.1.1). The client's fault, so it carries no stack trace. */
final class MalformedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedRequestException(String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
