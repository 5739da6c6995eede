package dev.loomlet.benchmarks.load;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenLoopStallTest {

    @Test
    void stallOf200MillisEvery2Seconds_isTheP99() throws Exception {
        Stalls.areShownByTheOpenLoopOnly(Duration.ofSeconds(2));
    }
}
