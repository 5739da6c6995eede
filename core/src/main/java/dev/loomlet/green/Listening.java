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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@link Green#listen}: binds, with errors that say what to do. */
final class Listening {

    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private Listening() {}

    static GreenServerSocket listen(SocketAddress address, ListenOptions options) throws IOException {
        return switch (address) {
            case InetSocketAddress inet -> listenTcp(inet, options);
            case UnixDomainSocketAddress unix -> listenUnix(unix, options);
            default ->
                throw new IllegalArgumentException(
                        "address " + address + " is neither an InetSocketAddress nor a UnixDomainSocketAddress");
        };
    }

    private static GreenServerSocket listenTcp(InetSocketAddress address, ListenOptions options) throws IOException {
        check(address, options);
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
            if (options.reusePort()) {
                reusePort(channel);
            }
            channel.bind(address, options.backlog());
            return GreenServerSocket.over(channel, /* file= */ Optional.empty());
        } catch (IOException e) {
            channel.close();
            throw explained(e, Addresses.text(address), advice(e, address));
        } catch (RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static void check(InetSocketAddress address, ListenOptions options) throws UnknownHostException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("the host of " + Addresses.text(address) + " is not known here");
        }
        if (options.mode().isPresent() || options.removeStale()) {
            throw new IllegalArgumentException("mode and removeStale are for Unix domain sockets only");
        }
        if (options.reusePort() && address.getPort() == 0) {
            throw new IllegalArgumentException("reusePort: port 0 is a port of its own each time, which nobody shares");
        }
    }

    private static void reusePort(ServerSocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            throw new UnsupportedOperationException("reusePort: this system does not have SO_REUSEPORT");
        }
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }

    private static String advice(IOException e, InetSocketAddress address) {
        var reason = String.valueOf(e.getMessage());
        if (reason.contains("in use")) {
            return "; somebody listens there: end that, or choose another port, 0 for any free one";
        }
        if (reason.contains("Permission denied") && address.getPort() < FIRST_UNPRIVILEGED_PORT) {
            return "; ports below " + FIRST_UNPRIVILEGED_PORT + " need a privilege";
        }
        return reason.contains("assign") ? "; no interface of this machine has the address" : "";
    }

    private static GreenServerSocket listenUnix(UnixDomainSocketAddress address, ListenOptions options)
            throws IOException {
        if (options.reusePort()) {
            throw new IllegalArgumentException("reusePort: a Unix domain socket has no port");
        }
        var path = address.getPath();
        var left = SocketFile.at(path);
        if (left.isPresent()) {
            makeWay(left.get(), options);
        }
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, options.backlog());
            return owned(channel, path, options);
        } catch (IOException e) {
            channel.close();
            throw explained(e, path.toString(), /* advice= */ "");
        } catch (RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static void makeWay(SocketFile left, ListenOptions options) throws IOException {
        var path = left.path().toString();
        if (!left.isStale()) {
            throw explained(
                    new BindException("the file exists"),
                    path,
                    "; it is somebody's socket, or another file: choose another path");
        }
        if (!options.removeStale()) {
            throw explained(
                    new BindException("the file exists"),
                    path,
                    "; it is a socket that nobody listens on: remove it, or listen with removeStale");
        }
        left.remove();
    }

    private static GreenServerSocket owned(ServerSocketChannel channel, Path path, ListenOptions options)
            throws IOException {
        var file = SocketFile.at(path);
        try {
            if (options.mode().isPresent()) {
                Files.setPosixFilePermissions(path, options.mode().get());
            }
            return GreenServerSocket.over(channel, file);
        } catch (IOException | RuntimeException e) {
            if (file.isPresent()) {
                file.get().remove();
            }
            throw e;
        }
    }

    private static BindException explained(IOException e, String where, String advice) {
        var reason = e.getMessage() == null ? e.toString() : e.getMessage();
        var explained = new BindException("cannot listen on " + where + ": " + reason + advice);
        explained.initCause(e);
        return explained;
    }
}
