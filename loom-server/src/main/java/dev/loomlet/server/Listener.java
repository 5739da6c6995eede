package dev.loomlet.server;

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

/** Binds what the configuration says, with errors that say what to do. */
final class Listener {

    private Listener() {}

    static ServerSocketChannel bind(ServerConfig config) throws IOException {
        return config.unixSocket().isPresent() ? bindUnix(config.unixSocket().get(), config) : bindTcp(config);
    }

    private static ServerSocketChannel bindTcp(ServerConfig config) throws IOException {
        var address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("host " + config.host() + " is not known here");
        }
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (config.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            return channel.bind(address, config.backlog());
        } catch (BindException e) {
            channel.close();
            throw explained(e, config);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static BindException explained(BindException e, ServerConfig config) {
        var where = config.host() + " port " + config.port();
        var holder =
                PortHolder.find(config.port()).map(" It is held by "::concat).orElse("");
        var reason = e.getMessage() == null ? "" : e.getMessage();
        var explained = new BindException("cannot bind " + where + ": " + reason + "." + holder);
        explained.initCause(e);
        return explained;
    }

    private static ServerSocketChannel bindUnix(Path path, ServerConfig config) throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(path), config.backlog());
        } catch (BindException e) {
            channel.close();
            var reason = Files.exists(path) ? "the file exists; remove it if no server uses it" : e.getMessage();
            var explained = new BindException("cannot bind " + path + ": " + reason);
            explained.initCause(e);
            throw explained;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Removes the file of a Unix domain socket whose listener is closed. */
    static void deleteFile(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
