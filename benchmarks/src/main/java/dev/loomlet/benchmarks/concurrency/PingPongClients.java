package dev.loomlet.benchmarks.concurrency;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A server in this process and a number of keep-alive connections to it, all driven by the benchmark's thread. Blocking channels: a
 * platform thread that finds its answer there already pays one system call for it and no selector.
 */
@State(Scope.Thread)
public abstract class PingPongClients {

    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final String BODY = "Hello, World!\r\n";

    private static final Application HELLO = (environ, startResponse) -> {
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
        return Body.of(BODY);
    };

    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
    private final List<SocketChannel> channels = new ArrayList<>();
    private Optional<Server> server = Optional.empty();
    private final int connections;

    PingPongClients(int connections) {
        this.connections = connections;
    }

    /** Starts the server, connects, and learns how long an answer is: they are all alike, since a Date has one length. */
    @Setup
    public void connect() throws IOException {
        var started = Server.spawn(HELLO, ServerConfig.builder().port(0).build());
        server = Optional.of(started);
        int length = 0;
        for (int i = 0; i < connections; i++) {
            var channel = SocketChannel.open(started.address());
            channels.add(channel);
            write(channel);
            length = firstAnswer(channel);
        }
        answer.limit(length);
    }

    private int firstAnswer(SocketChannel channel) throws IOException {
        answer.clear();
        var text = "";
        while (!text.endsWith(BODY)) {
            read(channel);
            text = StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
        }
        if (!text.startsWith("HTTP/1.1 200 OK\r\n")) {
            throw new IOException("the server does not answer as it should: " + text);
        }
        return text.length();
    }

    /** One request and its answer on every connection; returns a byte of the last answer. */
    byte roundTrip() throws IOException {
        for (var channel : channels) {
            write(channel);
        }
        for (var channel : channels) {
            answer.rewind();
            while (answer.hasRemaining()) {
                read(channel);
            }
        }
        return answer.get(0);
    }

    private void write(SocketChannel channel) throws IOException {
        request.rewind();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    private void read(SocketChannel channel) throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the server closed a connection that was to stay open");
        }
    }

    @TearDown
    public void close() throws IOException {
        for (var channel : channels) {
            channel.close();
        }
        server.ifPresent(Server::close);
    }

    /** One connection. */
    public static class One extends PingPongClients {
        public One() {
            super(1);
        }
    }

    /** 64 connections. */
    public static class SixtyFour extends PingPongClients {
        public SixtyFour() {
            super(64);
        }
    }

    /** 1,024 connections. */
    public static class Thousand extends PingPongClients {
        public Thousand() {
            super(1_024);
        }
    }
}
