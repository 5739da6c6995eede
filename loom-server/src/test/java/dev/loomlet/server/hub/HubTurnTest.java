package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loomlet.server.LogsErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of what a hub's loop runs in a turn, and that none of it keeps the loop for ever. */
@Timeout(30)
class HubTurnTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Hubs hubs;
    private final Hub hub;
    private final AtomicBoolean goOn = new AtomicBoolean();

    HubTurnTest() throws IOException {
        hubs = new Hubs(1, Renicing.OFF);
        hub = hubs.all().getFirst();
    }

    @AfterEach
    void end() {
        goOn.set(true);
        hubs.close();
    }

    @Test
    void endOfTurn_isBehindTheTasksThatTheTurnsContinuationsPosted_andBeforeThePoll() {
        var order = new ArrayList<String>();
        var rounds = new ArrayList<Long>();
        var done = new CompletableFuture<Void>();
        hub.post(() -> {
            for (var name : List.of("a", "b")) {
                hub.execute(() -> {
                    order.add(name);
                    hub.post(() -> {
                        order.add("task " + name);
                        rounds.add(hub.rounds());
                        hub.postAtEndOfTurn(() -> {
                            order.add("flush " + name);
                            rounds.add(hub.rounds());
                        });
                    });
                });
            }
            hub.execute(() -> hub.post(() -> hub.postAtEndOfTurn(() -> done.complete(null))));
        });
        done.join();
        assertThat(order).containsExactly("a", "b", "task a", "task b", "flush a", "flush b");
        assertThat(rounds.stream().distinct()).as("polls between").hasSize(1);
    }

    @Test
    void endOfTurn_thatPostsAnother_hasItRunBeforeThePollToo() {
        var polls = new CompletableFuture<Long>();
        hub.post(() -> hub.postAtEndOfTurn(() -> {
            long before = hub.rounds();
            hub.postAtEndOfTurn(() -> polls.complete(hub.rounds() - before));
        }));
        assertThat(polls.join()).isZero();
    }

    @Test
    void endOfTurn_ofATimer_isThatOfItsTurn() {
        var polls = new CompletableFuture<Long>();
        hub.after(MILLI, () -> {
            long before = hub.rounds();
            hub.postAtEndOfTurn(() -> polls.complete(hub.rounds() - before));
        });
        assertThat(polls.join()).isZero();
    }

    @Test
    void endOfTurn_thatPostsItselfForEver_keepsNobodyFromRunning() throws Exception {
        hub.post(() -> hub.postAtEndOfTurn(new Runnable() {
            @Override
            public void run() {
                if (!goOn.get()) {
                    hub.postAtEndOfTurn(this);
                }
            }
        }));
        assertThatHubRuns();
    }

    @Test
    void task_thatPostsItselfForEver_keepsNobodyFromRunning() throws Exception {
        hub.post(new Runnable() {
            @Override
            public void run() {
                if (!goOn.get()) {
                    hub.post(this);
                }
            }
        });
        assertThatHubRuns();
    }

    @Test
    void timer_thatStartsItselfForEver_keepsNobodyFromRunning() throws Exception {
        hub.after(0, new Runnable() {
            @Override
            public void run() {
                if (!goOn.get()) {
                    hub.after(0, this);
                }
            }
        });
        assertThatHubRuns();
    }

    private void assertThatHubRuns() throws InterruptedException {
        var ran = hub.newThread(() -> {});
        ran.start();
        assertThat(ran.join(Duration.ofSeconds(5))).as("the hub runs").isTrue();
    }

    @Test
    @LogsErrors("a task of loomlet-hub-0 failed")
    void endOfTurn_thatThrows_keepsNoneFromRunning() {
        var logged = HubLogged.something();
        var ran = new CompletableFuture<Void>();
        hub.post(() -> {
            hub.postAtEndOfTurn(() -> {
                throw new IllegalStateException("of the end of a turn");
            });
            hub.postAtEndOfTurn(() -> ran.complete(null));
        });
        ran.join();
        logged.join();
    }

    @Test
    void endOfTurn_elsewhereThanInTheLoop_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> hub.postAtEndOfTurn(() -> {}))
                .withMessageStartingWith("not in the loop of loomlet-hub-0, but in ");
        var refused = new CompletableFuture<Boolean>();
        hub.newThread(() -> {
                    try {
                        hub.postAtEndOfTurn(() -> {});
                        refused.complete(false);
                    } catch (IllegalStateException e) {
                        refused.complete(true);
                    }
                })
                .start();
        assertThat(refused.join()).as("refused to a virtual thread of the hub").isTrue();
    }

    /** Who is told of the end then may count on it. */
    @Test
    void socket_thatTheLoopCloses_isClosedAtOnce() throws Exception {
        try (var listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var channel = SocketChannel.open(listener.getLocalAddress())) {
            var socket = new HubSocket(hub, channel);
            socket.leaveToLoop();
            var open = new CompletableFuture<Boolean>();
            hub.post(() -> {
                socket.close();
                open.complete(channel.isOpen());
            });
            assertThat(open.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }
}
