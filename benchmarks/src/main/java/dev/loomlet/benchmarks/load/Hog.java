package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** One connection of {@link Hogs}. {@link #run} is its thread; {@link #close}, from any thread, ends it. */
final class Hog implements Runnable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 10;

    private final Target target;
    private final byte[] request;
    private final byte[] bytes = new byte[16 << 10];
    private final LongAdder served;
    private final LongAdder errors;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Socket socket;

    /* The socket is connected when the thread starts. */
    Hog(Target target, Socket socket, LongAdder served, LongAdder errors) {
        this.target = target;
        this.socket = socket;
        this.served = served;
        this.errors = errors;
        var buffer = Requests.get(target);
        this.request = new byte[buffer.remaining()];
        buffer.get(request);
    }

    static void connect(Socket socket, Target target) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(Wire.address(target.port()), CONNECT_MILLIS);
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                requestUntilClosed();
                reconnect();
            } catch (IOException e) {
                if (!isClosed()) {
                    errors.increment();
                    again();
                }
            }
        }
        close();
    }

    void close() {
        closed.countDown();
        close(socket);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /* Returns when the server closes after an answer. */
    private void requestUntilClosed() throws IOException {
        var scanner = new ResponseScanner();
        var out = socket.getOutputStream();
        boolean keptAlive = true;
        while (keptAlive && !isClosed()) {
            out.write(request);
            keptAlive = answer(scanner);
            if (scanner.status() >= 400) {
                throw new IOException("status " + scanner.status());
            }
            served.increment();
        }
    }

    private boolean answer(ResponseScanner scanner) throws IOException {
        var in = socket.getInputStream();
        while (true) {
            int count = in.read(bytes);
            if (count < 0) {
                if (scanner.end()) {
                    return false;
                }
                throw new MalformedAnswerException("the connection ended before the answer");
            }
            if (scanner.scan(ByteBuffer.wrap(bytes, 0, count))) {
                return scanner.isKeptAlive();
            }
        }
    }

    private void again() {
        try {
            if (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                reconnect();
            }
        } catch (IOException e) {
            // The next request fails, is counted, and tries again.
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private void reconnect() throws IOException {
        close(socket);
        var opened = new Socket();
        socket = opened;
        if (isClosed()) {
            throw new SocketException("closed");
        }
        connect(opened, target);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }
}
