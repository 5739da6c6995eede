package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the owner of a socket reads and writes, by its descriptor where the build opens {@code sun.nio.ch}, else by its channel. */
@Timeout(30)
class HubSocketTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Hubs hubs;
    private final Hub hub;
    private final SocketChannel client;
    private final SocketChannel channel;
    private final HubSocket socket;
    private final AtomicBoolean goOn = new AtomicBoolean();

    HubSocketTest() throws IOException {
        hubs = new Hubs(1, Renicing.OFF);
        hub = hubs.all().getFirst();
        try (var listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client = SocketChannel.open(listener.getLocalAddress());
            channel = listener.accept();
        }
        socket = new HubSocket(hub, channel);
    }

    @AfterEach
    void end() throws Exception {
        goOn.set(true);
        client.close();
        socket.close();
        Until.holds("the socket is closed", () -> !channel.isOpen());
        hubs.close();
    }

    /** Runs as the socket's owner. */
    private <T> T owner(Callable<T> code) throws Exception {
        var result = new CompletableFuture<T>();
        hub.newThread(() -> {
                    socket.begin();
                    try {
                        result.complete(code.call());
                    } catch (Exception | Error e) {
                        result.completeExceptionally(e);
                    }
                })
                .start();
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : e;
        }
    }

    private int read(byte[] into) throws Exception {
        return owner(() -> socket.read(into, 0, into.length));
    }

    /** Waits until there is something. */
    private int readLater(byte[] into) throws Exception {
        return owner(() -> {
            socket.awaitReadable(Readiness.NO_LIMIT);
            return socket.read(into, 0, into.length);
        });
    }

    @Test
    void descriptors_areThereWhereTheBuildOpensThem_andWhyNotElse() {
        boolean open = Thread.class.getModule().isOpen("sun.nio.ch", getClass().getModule());
        if (open && System.getProperty("os.name").equals("Linux")) {
            assertThat(SunNioCh.whyClosed()).isEmpty();
            assertThat(SunNioCh.descriptorOf(channel)).isNotNull().isSameAs(SunNioCh.descriptorOf(channel));
        } else {
            assertThat(SunNioCh.whyClosed()).get().asString().containsAnyOf("sun.nio.ch is not open", "not Linux");
            assertThat(SunNioCh.descriptorOf(channel)).isNull();
        }
    }

    @Test
    void read_isWhatIsThere_thenNothing_thenTheEnd() throws Exception {
        var into = new byte[10];
        assertThat(read(into)).isZero();
        client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
        assertThat(owner(() -> {
                    socket.awaitReadable(Readiness.NO_LIMIT);
                    return socket.read(into, 2, 4);
                }))
                .isEqualTo(4);
        assertThat(into).startsWith(0, 0, 'h', 'e', 'l', 'l', 0);
        assertThat(read(new byte[0])).as("into nothing, with a byte there").isZero();
        assertThat(read(into)).isEqualTo(1);
        assertThat(into).startsWith('o', 0, 'h');
        assertThat(read(into)).isZero();
        client.shutdownOutput();
        assertThat(readLater(into)).isEqualTo(-1);
        assertThat(read(into)).isEqualTo(-1);
    }

    @Test
    void read_takesNoMoreThanTheMost() throws Exception {
        var sent = new byte[HubSocket.MAX_COUNT + 1];
        Arrays.fill(sent, (byte) 7);
        var writer = Thread.ofVirtual().start(() -> writeAll(sent));
        var into = new byte[2 * sent.length];
        for (int total = 0; total < sent.length; ) {
            int count = readLater(into);
            assertThat(count).isBetween(1, HubSocket.MAX_COUNT);
            total += count;
        }
        assertThat(writer.join(SOON)).isTrue();
        assertThat(read(into)).isZero();
    }

    private void writeAll(byte[] bytes) {
        try {
            client.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void write_takesWhatThereIsRoomFor() throws Exception {
        var from = new byte[HubSocket.MAX_COUNT + 5];
        for (int i = 0; i < from.length; i++) {
            from[i] = (byte) i;
        }
        assertThat(owner(() -> socket.write(from, 3, 4))).isEqualTo(4);
        var received = ByteBuffer.allocate(10);
        assertThat(client.read(received)).isEqualTo(4);
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {3, 4, 5, 6}));
        long total = owner(() -> {
            long sum = 0;
            for (int count = -1; count != 0; sum += count) {
                count = socket.write(from, 0, from.length);
                assertThat(count).isBetween(0, HubSocket.MAX_COUNT);
            }
            return sum;
        });
        assertThat(total).isPositive();
        for (var rest = ByteBuffer.allocate(HubSocket.MAX_COUNT); total > 0; rest.clear()) {
            total -= client.read(rest);
        }
        assertThat(total).isZero();
    }

    @Test
    void peerThatReset_isAnIoException() throws Exception {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        assertThatIOException().isThrownBy(() -> readLater(new byte[10])).withMessageContaining("reset");
        assertThatIOException().isThrownBy(() -> owner(() -> socket.write(new byte[10], 0, 10)));
    }

    @Test
    void inputThatWasShut_isAtItsEnd_whateverIsThere() throws Exception {
        client.write(ByteBuffer.wrap(new byte[3]));
        socket.shutdownInput();
        assertThat(readLater(new byte[10])).isEqualTo(-1);
        client.write(ByteBuffer.wrap(new byte[3]));
        assertThat(read(new byte[10])).isEqualTo(-1);
        assertThat(owner(() -> socket.write(new byte[2], 0, 2))).isEqualTo(2);
    }

    @Test
    void closedSocket_isNeitherReadNorWritten() throws Exception {
        owner(() -> {
            socket.close();
            assertThatThrownBy(() -> socket.read(new byte[1], 0, 1)).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> socket.write(new byte[1], 0, 1)).isInstanceOf(ClosedChannelException.class);
            return null;
        });
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    /** Its descriptor would be another connection's, whose bytes the owner would read. A channel's locks see to it themselves. */
    @Test
    void closeByAnother_isOnceTheOwnerIsInNoReadOrWrite_butToldTheClientBefore() throws Exception {
        var spinning = new CountDownLatch(1);
        var failure = new CompletableFuture<Throwable>();
        hub.newThread(() -> {
                    socket.begin();
                    spinning.countDown();
                    while (!goOn.get()) {
                        Thread.onSpinWait();
                    }
                    try {
                        int count = socket.read(new byte[1], 0, 1);
                        failure.complete(new AssertionError(count + " bytes"));
                    } catch (IOException e) {
                        failure.complete(e);
                    }
                })
                .start();
        assertThat(spinning.await(5, TimeUnit.SECONDS)).isTrue();
        socket.close();
        assertThat(client.read(ByteBuffer.allocate(1))).as("told").isEqualTo(-1);
        var turns = new CompletableFuture<Boolean>();
        hub.after(TimeUnit.MILLISECONDS.toNanos(50), () -> turns.complete(channel.isOpen()));
        assertThat(turns.get(5, TimeUnit.SECONDS))
                .as("open")
                .isEqualTo(SunNioCh.whyClosed().isEmpty());
        goOn.set(true);
        assertThat(failure.get(5, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
        Until.holds("the socket is closed", () -> !channel.isOpen());
    }

    @Test
    void closeByAnother_ofAnOwnerThatWaits_isAtOnce() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        hub.newThread(() -> {
                    socket.begin();
                    try {
                        socket.awaitReadable(Readiness.NO_LIMIT);
                        failure.complete(new AssertionError("nothing came"));
                    } catch (IOException e) {
                        failure.complete(e);
                    }
                })
                .start();
        Until.holds("it waits", socket::isWaiting);
        socket.close();
        assertThat(failure.get(5, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
}
