package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenSocket;
import dev.loomlet.green.LightQueue;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A chat by lines of text: the first line a client sends is its name, and each further one goes to all others. Who is welcomed gets from
 * then on what the others send.
 *
 * <pre>
 *   nc 127.0.0.1 8080
 * </pre>
 *
 * <p>Each client has a queue of what it is to get, and a green thread that writes it. Who does not read fills that queue, and is shown out; the
 * others do not notice.
 */
final class ChatServer implements Program {

    private static final int MAX_WAITING = 100;
    private static final int MAX_LINE = 1000;

    /** One client. */
    private static final class Member {
        private final GreenSocket socket;
        private final LightQueue<String> waiting = new LightQueue<>(MAX_WAITING);

        Member(GreenSocket socket) {
            this.socket = socket;
        }

        /** Never blocks. */
        void send(String line) throws IOException {
            try {
                waiting.putNowait(line);
            } catch (LightQueue.Full e) {
                socket.close();
            }
        }

        void write() throws IOException, InterruptedException {
            while (true) {
                socket.output().write((waiting.get() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private final Set<Member> members = ConcurrentHashMap.newKeySet();

    /** On the green thread of a client. */
    void chat(GreenSocket socket) throws IOException {
        var in = new BufferedInputStream(socket.input());
        var name = readLine(in);
        if (name.isEmpty()) {
            return;
        }
        var member = new Member(socket);
        var writing = Green.spawn(member::write);
        members.add(member);
        try {
            member.send("* welcome, " + name.get());
            tell(member, "* " + name.get() + " has come");
            for (var line = readLine(in); line.isPresent(); line = readLine(in)) {
                tell(member, name.get() + ": " + line.get());
            }
        } finally {
            members.remove(member);
            writing.kill();
            tell(member, "* " + name.get() + " has left");
        }
    }

    private void tell(Member from, String line) throws IOException {
        for (var member : members) {
            if (member != from) {
                member.send(line);
            }
        }
    }

    /** The next line without its end; empty if the client has left, or has sent a line that is too long. */
    private static Optional<String> readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() == MAX_LINE) {
                return Optional.empty();
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void run(InetSocketAddress address) throws IOException, InterruptedException {
        try (var listener = Program.listen(address)) {
            Green.serve(listener, this::chat);
        }
    }

    @Override
    public Sample.About about() {
        return new Sample.About("chat-server", "TCP: a chat by lines; the first line is one's name", "nc ADDRESS");
    }
}
