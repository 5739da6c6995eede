package dev.loomlet.middleware;

import dev.loomlet.wsgi.InputBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A request's body that can be read again from its beginning, as long as not too much of it was read. On the request's thread. */
final class ReplayInput {

    private final InputBody input;
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private boolean tooMuch;

    ReplayInput(InputBody input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    boolean canReplay() {
        return !tooMuch;
    }

    /** Returns the body. What was returned before is not to be read any more. */
    InputBody fromTheStart() {
        return new Reading(kept.toByteArray());
    }

    private void keep(byte[] bytes, int offset, int count) {
        tooMuch |= kept.size() + count > limit;
        if (tooMuch) {
            kept.reset();
        } else {
            kept.write(bytes, offset, count);
        }
    }

    private final class Reading extends PassedInput {
        private final byte[] again;
        private int next;

        Reading(byte[] again) {
            super(input);
            this.again = again;
        }

        @Override
        protected int readBody(byte[] into, int offset, int length) throws IOException {
            int count = Math.min(length, again.length - next);
            if (count > 0) {
                System.arraycopy(again, next, into, offset, count);
                next += count;
                return count;
            }
            count = super.readBody(into, offset, length);
            if (count > 0) {
                keep(into, offset, count);
            }
            return count;
        }
    }
}
