package dev.loomlet.green;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Where a {@link Backdoor} listens: nowhere that another machine can reach. Any thread. */
final class BackdoorListener {

    private final ServerSocketChannel channel;
    private final SocketAddress address;
    private final Optional<SocketFile> file;

    private BackdoorListener(ServerSocketChannel channel, SocketAddress address, Optional<SocketFile> file) {
        this.channel = channel;
        this.address = address;
        this.file = file;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    SocketAddress address() {
        return address;
    }

    /** Binds, or throws IllegalArgumentException if others could connect. */
    static BackdoorListener bind(SocketAddress address) throws IOException {
        return switch (address) {
            case UnixDomainSocketAddress unix -> bindUnix(unix.getPath());
            case InetSocketAddress inet -> bindTcp(inet);
            default -> throw new IllegalArgumentException("address must be a TCP or Unix domain one: " + address);
        };
    }

    private static BackdoorListener bindTcp(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("host " + address.getHostString() + " is not known here");
        }
        requireLoopback(address);
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address);
            requireLoopback(channel.getLocalAddress());
            return new BackdoorListener(channel, channel.getLocalAddress(), /* file= */ Optional.empty());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireLoopback(SocketAddress address) {
        if (!isLoopback(address)) {
            throw new IllegalArgumentException(
                    "address must be a loopback one, since who connects can do all that the process can: " + address);
        }
    }

    private static boolean isLoopback(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && !inet.isUnresolved()
                && inet.getAddress().isLoopbackAddress();
    }

    /**
     * Between bind and chmod anybody could connect, if the umask lets them; so the socket is made in a folder of mode 0700 beside, and comes
     * to its place by a move, which fails if something is there.
     */
    private static BackdoorListener bindUnix(Path path) throws IOException {
        var place = path.toAbsolutePath();
        var parent = place.getParent();
        if (parent == null) {
            throw new BindException("cannot bind " + path + ": it is no file");
        }
        var folder = Files.createTempDirectory(parent, ".");
        var hidden = folder.resolve("s");
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(hidden));
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
            Files.move(hidden, place);
            return new BackdoorListener(channel, UnixDomainSocketAddress.of(path), SocketFile.at(place));
        } catch (FileAlreadyExistsException e) {
            channel.close();
            throw new BindException("cannot bind " + path + ": the file exists; remove it if no process uses it");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(hidden);
            Files.delete(folder);
        }
    }

    /** Returns whether {@code client} may have a session: it is on this machine. */
    boolean allows(SocketChannel client) throws IOException {
        return address instanceof UnixDomainSocketAddress
                || (isLoopback(client.getRemoteAddress()) && isLoopback(client.getLocalAddress()));
    }

    /** Closes the listener and removes its file, unless that is another one by now. No effect if called again. */
    synchronized void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
            if (file.isPresent()) {
                file.get().remove();
            }
        } catch (IOException e) {
            Throwables.report(e);
        }
    }
}
