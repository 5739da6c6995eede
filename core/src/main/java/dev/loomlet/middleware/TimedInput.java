package dev.loomlet.middleware;

import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
import java.io.InterruptedIOException;

/** A request's body whose reading is not interrupted when the request's time is over, but is the last. On the request's thread. */
final class TimedInput extends PassedInput {

    private final TimeLimit limit;

    TimedInput(InputBody input, TimeLimit limit) {
        super(input);
        this.limit = limit;
    }

    @Override
    protected int readBody(byte[] into, int offset, int length) throws IOException {
        toServer();
        try {
            return super.readBody(into, offset, length);
        } finally {
            limit.backToApplication();
        }
    }

    @Override
    public boolean sendContinue() throws IOException {
        toServer();
        try {
            return super.sendContinue();
        } finally {
            limit.backToApplication();
        }
    }

    private void toServer() throws InterruptedIOException {
        if (!limit.toServer()) {
            throw new InterruptedIOException("the request's time is over");
        }
    }
}
