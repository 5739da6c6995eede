package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a virtual thread of a hub waits for connections, by real ones. */
@Timeout(30)
class HubListenerTest {

    private final Hubs hubs;
    private final Hub hub;
    private final ServerSocketChannel channel;
    private final SocketAddress address;
    private final HubListener listener;

    HubListenerTest() throws IOException {
        hubs = new Hubs(1, Renicing.OFF);
        hub = hubs.all().getFirst();
        channel = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = channel.getLocalAddress();
        listener = new HubListener(hub, channel);
    }

    @AfterEach
    void end() throws IOException {
        channel.close();
        hubs.close();
    }

    private <T> CompletableFuture<T> start(Callable<T> task) {
        var result = new CompletableFuture<T>();
        listener.start("owner", () -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private SocketChannel acceptWaiting() throws IOException {
        var accepted = listener.accept();
        while (accepted == null) {
            listener.await();
            accepted = listener.accept();
        }
        return accepted;
    }

    /** Until the owner waits and the loop has done what it was asked then. */
    private void awaitWaiting(Thread owner) throws InterruptedException {
        while (owner.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        awaitTurn();
    }

    private void awaitTurn() throws InterruptedException {
        var done = new CountDownLatch(1);
        hub.post(done::countDown);
        assertThat(done.await(9, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_connectionsOneByOne_eachIsAccepted() throws Exception {
        int count = 50;
        var accepted = start(() -> {
            for (int i = 0; i < count; i++) {
                acceptWaiting().close();
            }
            listener.close();
            return Thread.currentThread().toString();
        });
        for (int i = 0; i < count; i++) {
            try (var client = SocketChannel.open(address)) {
                assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(accepted.get(9, TimeUnit.SECONDS)).contains("owner");
    }

    @Test
    void wake_ofAWaitThatHasBegun_andOfLaterOnes_endsThem() throws Exception {
        var owner = new CompletableFuture<Thread>();
        var ended = start(() -> {
            owner.complete(Thread.currentThread());
            listener.await();
            listener.await();
            return listener.accept() == null;
        });
        awaitWaiting(owner.get(9, TimeUnit.SECONDS));
        assertThat(ended).isNotDone();
        listener.wake();
        assertThat(ended.get(9, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interrupt_ofTheOwner_isNoEnd() throws Exception {
        var owner = new CompletableFuture<Thread>();
        var accepted = start(() -> {
            owner.complete(Thread.currentThread());
            try (var connection = acceptWaiting()) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return connection.getRemoteAddress();
            }
        });
        var logged = HubLogged.something();
        awaitWaiting(owner.get(9, TimeUnit.SECONDS));
        owner.get().interrupt();
        logged.get(9, TimeUnit.SECONDS);
        try (var client = SocketChannel.open(address)) {
            assertThat(accepted.get(9, TimeUnit.SECONDS)).isEqualTo(client.getLocalAddress());
        }
    }

    @Test
    void close_afterAWait_freesTheAddressBeforeItReturns() throws Exception {
        var bound = start(() -> {
            try (var connection = acceptWaiting()) {
                assertThat(connection.isConnected()).isTrue();
            }
            listener.close();
            try (var other = ServerSocketChannel.open()) {
                return other.bind(address).getLocalAddress();
            }
        });
        try (var client = SocketChannel.open(address)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(bound.get(9, TimeUnit.SECONDS)).isEqualTo(address);
        }
    }

    @Test
    void close_withoutAWait_closes() throws Exception {
        var closed = start(() -> {
            listener.close();
            return channel.isOpen();
        });
        assertThat(closed.get(9, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void connections_thatComeWhileTheOwnerIsBusy_areThereWhenItWaitsAgain() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var owner = new CompletableFuture<Thread>();
        var accepted = start(() -> {
            owner.complete(Thread.currentThread());
            acceptWaiting().close();
            begun.countDown();
            goOn.await();
            for (int i = 0; i < 10; i++) {
                acceptWaiting().close();
            }
            return "all";
        });
        awaitWaiting(owner.get(9, TimeUnit.SECONDS));
        try (var first = SocketChannel.open(address)) {
            assertThat(first.socket().getInputStream().read()).isEqualTo(-1);
        }
        assertThat(begun.await(9, TimeUnit.SECONDS)).isTrue();
        var clients = new SocketChannel[10];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = SocketChannel.open(address);
        }
        awaitTurn();
        long polls = hub.rounds();
        var later = new CountDownLatch(1);
        hub.after(TimeUnit.MILLISECONDS.toNanos(20), later::countDown);
        assertThat(later.await(9, TimeUnit.SECONDS)).isTrue();
        assertThat(hub.rounds() - polls).as("polls, with nobody who accepts").isLessThan(10);
        goOn.countDown();
        assertThat(accepted.get(9, TimeUnit.SECONDS)).isEqualTo("all");
        for (var client : clients) {
            client.close();
        }
    }
}
