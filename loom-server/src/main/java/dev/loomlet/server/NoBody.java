package dev.loomlet.server;

import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.util.Optional;

/** The body of a request that has none, which is most of them. It has nothing to remember, so all of them share one, from any thread. */
final class NoBody extends RequestBody {

    static final NoBody INSTANCE = new NoBody();

    private NoBody() {}

    @Override
    protected int readBody(byte[] into, int offset, int length) {
        return -1;
    }

    @Override
    public void continueHeaders(Headers headers) {
        ResponseRules.checkInterim(headers);
    }

    @Override
    boolean isComplete() {
        return true;
    }

    @Override
    Optional<IOException> failure() {
        return Optional.empty();
    }

    @Override
    void endInterim() {}

    @Override
    boolean lacksContinue() {
        return false;
    }

    @Override
    boolean discard() {
        return true;
    }
}
