package dev.loomlet.middleware;

import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A backend that gave no answer that could be passed on. Its message is for the log; {@link #explanation} is for the client. */
final class BackendException extends IOException {

    private static final long serialVersionUID = 1;

    /** What was wrong with it. */
    enum Reason {
        /** It took no connection, so it knows nothing of the request. */
        UNREACHABLE(502, "The backend could not be reached."),
        /** It took no connection in time, so it knows nothing of the request. */
        CONNECT_TIMEOUT(504, "The backend could not be reached in time."),
        /** The connection ended without an answer, or within one. */
        LOST(502, "The backend ended the connection before it had answered."),
        /** Its answer breaks HTTP. */
        INVALID(502, "The backend gave an answer that could not be understood."),
        /** It took too long. */
        TIMEOUT(504, "The backend did not answer in time.");

        private final int status;
        private final String explanation;

        Reason(int status, String explanation) {
            this.status = status;
            this.explanation = explanation;
        }
    }

    private final Reason reason;

    private BackendException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static BackendException of(Throwable cause) {
        return switch (cause) {
            case BackendException known -> known;
            case HttpConnectTimeoutException e ->
                new BackendException(Reason.CONNECT_TIMEOUT, "not connected in time", e);
            case ConnectException e -> new BackendException(Reason.UNREACHABLE, describe(e), e);
            case SSLHandshakeException e -> new BackendException(Reason.UNREACHABLE, describe(e), e);
            default -> new BackendException(Reason.LOST, describe(cause), cause);
        };
    }

    private static String describe(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    static BackendException invalid(String message) {
        return new BackendException(Reason.INVALID, message, null);
    }

    static BackendException timeout(String message) {
        return new BackendException(Reason.TIMEOUT, message, null);
    }

    /** It took no bytes of a body. */
    static BackendException tookNothing(boolean begun) {
        return timeout(begun ? "took no more of the request's body in time" : "took nothing of the request in time");
    }

    Reason reason() {
        return reason;
    }

    /** Whether the backend surely has seen nothing of the request. */
    boolean isUnsent() {
        return reason == Reason.UNREACHABLE || reason == Reason.CONNECT_TIMEOUT;
    }

    Status status() {
        return Status.of(reason.status);
    }

    String explanation() {
        return reason.explanation;
    }
}
