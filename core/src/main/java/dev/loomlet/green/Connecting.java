package dev.loomlet.green;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Green#connect}: connects, with errors that name the address. */
final class Connecting {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private Connecting() {}

    static GreenSocket connect(SocketAddress address, @Nullable Duration timeout, @Nullable SocketAddress bind)
            throws IOException, InterruptedException {
        try {
            return address instanceof UnixDomainSocketAddress
                    ? persist(address, timeout, bind)
                    : attempt(address, timeout, bind);
        } catch (UnknownHostException e) {
            throw e;
        } catch (IOException e) {
            throw explained(e, address, timeout);
        }
    }

    /** A virtual thread does not wait for a place in the backlog as others do, but is told that there is none. It comes again then. */
    private static GreenSocket persist(SocketAddress address, @Nullable Duration timeout, @Nullable SocketAddress bind)
            throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        var pause = FIRST_PAUSE;
        var left = timeout;
        while (true) {
            try {
                return attempt(address, left, bind);
            } catch (SocketException e) {
                if (!String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                    throw e;
                }
            }
            if (timeout != null) {
                left = timeout.minusNanos(System.nanoTime() - startNanos);
                if (left.compareTo(pause) < 0) {
                    throw new SocketTimeoutException("Connect timed out");
                }
            }
            Green.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private static GreenSocket attempt(SocketAddress address, @Nullable Duration timeout, @Nullable SocketAddress bind)
            throws IOException, InterruptedException {
        var channel = open(address);
        try {
            if (bind != null) {
                bind(channel, bind);
            }
            switch (address) {
                case UnixDomainSocketAddress unix when timeout != null -> connectInTime(channel, unix, timeout);
                case UnixDomainSocketAddress unix -> channel.connect(unix);
                default -> channel.socket().connect(address, timeout == null ? 0 : GreenSocket.millis(timeout));
            }
            return GreenSocket.over(channel, Optional.empty());
        } catch (IOException e) {
            channel.close();
            if (Interruption.caused(e)) {
                Thread.interrupted();
                throw Interruption.reason();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /* The system knows no timeout for these: what is not connected in time is closed. */
    private static void connectInTime(SocketChannel channel, UnixDomainSocketAddress address, Duration timeout)
            throws IOException {
        try (var deadline = CloseDeadline.in(timeout, channel)) {
            try {
                channel.connect(address);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                var late = new SocketTimeoutException("Connect timed out");
                late.initCause(e);
                throw late;
            }
            if (!deadline.meet()) {
                throw new SocketTimeoutException("Connect timed out");
            }
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        return switch (address) {
            case InetSocketAddress inet -> {
                if (inet.isUnresolved()) {
                    throw new UnknownHostException("the host of " + Addresses.text(inet) + " is not known here");
                }
                yield SocketChannel.open();
            }
            case UnixDomainSocketAddress _ -> SocketChannel.open(StandardProtocolFamily.UNIX);
            default ->
                throw new IllegalArgumentException(
                        "address " + address + " is neither an InetSocketAddress nor a UnixDomainSocketAddress");
        };
    }

    private static void bind(SocketChannel channel, SocketAddress bind) throws IOException {
        try {
            channel.bind(bind);
        } catch (IOException e) {
            var explained =
                    new SocketException("cannot bind " + Addresses.text(bind) + " to connect: " + e.getMessage());
            explained.initCause(e);
            throw explained;
        }
    }

    private static IOException explained(IOException e, SocketAddress address, @Nullable Duration timeout) {
        var where = "cannot connect to " + Addresses.text(address) + ": ";
        var explained = switch (e) {
            case SocketTimeoutException _ -> new SocketTimeoutException(where + "nobody answered in " + timeout);
            case ConnectException _ -> new ConnectException(where + e.getMessage());
            default -> new SocketException(where + e.getMessage());
        };
        explained.initCause(e);
        return explained;
    }
}
