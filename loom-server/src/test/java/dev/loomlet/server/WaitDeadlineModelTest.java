package dev.loomlet.server;

import dev.loomlet.server.WaitDeadline.Expired;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection's thread and the server's sweep agree on about a deadline, in all interleavings that Lincheck's model checker comes to. */
@Timeout(120)
@LoadsAgent
class WaitDeadlineModelTest {

    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    /** A wait that is over when the sweep looks, and one after it that is not. */
    private static final class TwoWaits extends Race {
        private final boolean forWriting;
        private WaitDeadline deadline = new WaitDeadline();
        private boolean firstExpired;
        private boolean secondExpired;
        private Expired struck = Expired.NONE;

        TwoWaits(boolean forWriting) {
            this.forWriting = forWriting;
        }

        @Override
        protected void begin() {
            deadline = new WaitDeadline();
            firstExpired = false;
            secondExpired = false;
            struck = Expired.NONE;
        }

        @Override
        protected void one() {
            deadline.begin(forWriting, SHORT);
            firstExpired = deadline.end();
            deadline.begin(!forWriting, LONG);
            secondExpired = deadline.end();
        }

        @Override
        protected void other() {
            struck = deadline.expire(System.nanoTime() + 2 * SHORT);
        }

        @Override
        protected void end() {
            require(!secondExpired, "a deadline strikes no wait that began later");
            require(firstExpired == (struck != Expired.NONE), "both know the same");
            require(
                    !firstExpired || struck == (forWriting ? Expired.WRITE : Expired.READ),
                    "it strikes what was waited for");
        }
    }

    @Test
    void deadline_ofARead_strikesItOrNothing() {
        new TwoWaits(/* forWriting= */ false).check();
    }

    @Test
    void deadline_ofAWrite_strikesItOrNothing() {
        new TwoWaits(/* forWriting= */ true).check();
    }
}
