package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BlockingTransportTest {

    private static final long LONG = TimeUnit.SECONDS.toNanos(5);

    private SocketChannel client;
    private BlockingTransport transport;
    private final AtomicBoolean sweeps = new AtomicBoolean(true);
    private Thread sweeper;

    @BeforeEach
    void connect() throws IOException {
        try (var listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client = SocketChannel.open(listener.getLocalAddress());
            transport = new BlockingTransport(listener.accept());
        }
        sweeper = Thread.ofPlatform().start(() -> {
            while (sweeps.get()) {
                transport.expire(System.nanoTime());
                LockSupport.parkNanos(20_000);
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        sweeps.set(false);
        sweeper.join();
        transport.close();
        client.close();
    }

    @Test
    void read_withoutBytesInTime_fails_andTheTransportCanStillWrite() throws Exception {
        onVirtualThread(() -> {
            assertThatThrownBy(() -> transport.read(new byte[1], 0, 1, TimeUnit.MILLISECONDS.toNanos(5)))
                    .isInstanceOf(TransportTimeoutException.class);
            transport.write(new byte[] {7}, 0, 1, LONG);
            return null;
        });
        assertThat(readByte()).isEqualTo((byte) 7);
    }

    @Test
    void write_toAClientThatTakesNothing_failsInTime() throws Exception {
        onVirtualThread(() -> {
            var block = new byte[1 << 16];
            assertThatThrownBy(() -> {
                        while (true) {
                            transport.write(block, 0, block.length, TimeUnit.MILLISECONDS.toNanos(20));
                        }
                    })
                    .isInstanceOf(TransportTimeoutException.class);
            return null;
        });
    }

    @Test
    void transfer_toAClientThatTakesNothing_failsInTime(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("file"), new byte[1 << 20]);
        onVirtualThread(() -> {
            /* Every response comes behind a read, which leaves the socket as the JDK has it on a virtual thread. */
            client.write(ByteBuffer.wrap(new byte[1]));
            assertThat(transport.read(new byte[1], 0, 1, LONG)).isEqualTo(1);
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                assertThatThrownBy(() -> {
                            while (true) {
                                transport.transfer(channel, 0, 1 << 20, TimeUnit.MILLISECONDS.toNanos(20));
                            }
                        })
                        .isInstanceOf(TransportTimeoutException.class);
            }
            return null;
        });
    }

    @Test
    void transfer_ofAFileThatIsShorter_tellsHowMuchWasSent(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
        long sent = onVirtualThread(() -> {
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return transport.transfer(channel, 1, 100, LONG);
            }
        });
        assertThat(sent).isEqualTo(2);
    }

    /**
     * The byte of each round comes about when the wait for it is over. Either the read fails with the time-out, or it returns the byte; and
     * if it returned in time, the deadline must not strike the long read that follows.
     */
    @Test
    @Timeout(60)
    void deadlineAndByte_atTheSameMoment_loseNeitherTheByteNorTheNextRead() throws Exception {
        int expired = 0;
        int inTime = 0;
        for (int round = 0; round < 3000; round++) {
            if (raceWasInTime(round)) {
                inTime++;
            } else {
                expired++;
                close();
                sweeps.set(true);
                connect();
            }
        }
        assertThat(expired).as("rounds in which the deadline was first").isPositive();
        assertThat(inTime).as("rounds in which the byte was first").isPositive();
    }

    private boolean raceWasInTime(int round) throws Exception {
        long waitNanos = 100_000 + (round % 50) * 4_000L;
        var read = new FutureTask<>(() -> {
            var one = new byte[1];
            try {
                assertThat(transport.read(one, 0, 1, waitNanos)).isEqualTo(1);
                assertThat(one[0]).isEqualTo((byte) 1);
                assertThat(transport.read(one, 0, 1, LONG)).isEqualTo(1);
                assertThat(one[0]).isEqualTo((byte) 2);
                return true;
            } catch (TransportTimeoutException e) {
                return false;
            }
        });
        Thread.ofVirtual().start(read);
        LockSupport.parkNanos(waitNanos - 60_000);
        client.write(ByteBuffer.wrap(new byte[] {1}));
        client.write(ByteBuffer.wrap(new byte[] {2}));
        return read.get();
    }

    private static <T> T onVirtualThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task.get();
    }

    private byte readByte() throws IOException {
        var one = ByteBuffer.allocate(1);
        assertThat(client.read(one)).isEqualTo(1);
        return one.get(0);
    }
}
