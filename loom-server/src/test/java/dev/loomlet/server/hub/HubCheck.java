package dev.loomlet.server.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether hubs are alive. For threads that are not the hubs'. */
public final class HubCheck {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private HubCheck() {}

    /** Checks that a thread that lives holds each of the shared hubs, and that their loops run what they are given. */
    public static void assertThatAllRun() throws InterruptedException {
        assertThatRun(Hubs.begun(), LONGEST);
    }

    static void assertThatRun(List<Hub> hubs, Duration longest) throws InterruptedException {
        var dead = new ArrayList<String>();
        for (var hub : hubs) {
            fault(hub, longest).ifPresent(dead::add);
        }
        if (!dead.isEmpty()) {
            throw new AssertionError(String.join("; ", dead));
        }
    }

    private static Optional<String> fault(Hub hub, Duration longest) throws InterruptedException {
        if (!hub.holder().isAlive()) {
            return Optional.of(hub + " is held by " + hub.holder() + ", which has ended");
        }
        var answered = new CountDownLatch(1);
        hub.post(answered::countDown);
        return answered.await(longest.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.empty()
                : Optional.of(hub + " has not run a task within " + longest + "; its thread is at "
                        + List.of(hub.holder().getStackTrace()));
    }
}
