package dev.loomlet.server;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their responses, one after the other: calls the application, sends what it returns, and cleans up, whatever happens. On the
 * thread that serves the request.
 */
final class Exchange {

    private final Outlet outlet;

    Exchange(Outlet outlet) {
        this.outlet = outlet;
    }

    /**
     * Runs an exchange.
     *
     * @return whether the connection can carry another one
     */
    boolean run(Application application, RequestEnviron environ, RequestBody body, Response response) {
        try {
            call(application, environ, response);
        } catch (Throwable e) {
            fail(e, body, response);
        }
        boolean goesOn = response.persists() && body.discard();
        runPosthooks(environ);
        return goesOn;
    }

    private void call(Application application, RequestEnviron environ, Response response) throws Exception {
        var result = application.call(environ, response);
        outlet.clearInterrupt();
        try {
            deliver(requireResult(result), response, environ);
            response.finish();
            outlet.flushResponse();
        } finally {
            close(result);
        }
    }

    private static Iterable<byte[]> requireResult(@Nullable Iterable<byte[]> result) {
        if (result == null) {
            throw new IllegalStateException("the application returned null");
        }
        return result;
    }

    private void deliver(Iterable<byte[]> result, Response response, RequestEnviron environ) throws IOException {
        switch (result) {
            case List<byte[]> blocks -> deliverBlocks(blocks, response);
            case FileWrapper file -> deliverFile(file, response, environ);
            default -> deliverEach(result, response, environ);
        }
    }

    /** In memory: the length is known, and no block has to wait for the next. */
    private static void deliverBlocks(List<byte[]> blocks, Response response) throws IOException {
        if (blocks.size() == 1) {
            var whole = blocks.getFirst();
            response.sendHead(whole.length);
            response.send(whole, 0, whole.length);
            return;
        }
        long length = 0;
        for (var block : blocks) {
            length += block.length;
        }
        response.sendHead(length);
        for (var block : blocks) {
            response.send(block, 0, block.length);
        }
    }

    private void deliverFile(FileWrapper file, Response response, RequestEnviron environ) throws IOException {
        if (file.channel().isPresent()) {
            var channel = file.channel().get();
            long count = Math.min(bytesLeft(channel), file.length().orElse(Long.MAX_VALUE));
            if (count > 0 && response.sendFile(channel, channel.position(), count)) {
                return;
            }
        }
        deliverEach(file, response, environ);
    }

    /** How much a file has from its position on; 0 if it cannot tell and is to be read: one in /proc has size 0, a pipe has no position. */
    private static long bytesLeft(FileChannel channel) {
        try {
            return channel.size() - channel.position();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Each block is sent before the next is asked for (PEP 3333), unless the configuration says to collect. */
    private void deliverEach(Iterable<byte[]> result, Response response, RequestEnviron environ) throws IOException {
        int collected = 0;
        int minimum = minimumChunkSize(environ);
        var blocks = result.iterator();
        while (response.wantsMore() && blocks.hasNext()) {
            var block = blocks.next();
            response.send(block, 0, block.length);
            collected += block.length;
            if (collected > 0 && collected >= minimum) {
                outlet.flush();
                collected = 0;
            }
        }
    }

    private int minimumChunkSize(RequestEnviron environ) {
        return environ.get(Environ.MINIMUM_WRITE_CHUNK_SIZE) instanceof Integer size
                ? size
                : outlet.config().minimumChunkSize();
    }

    private static void close(@Nullable Object result) {
        if (result instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Throwable e) {
                Log.SERVER.log(System.Logger.Level.ERROR, "closing the application's result failed", e);
            }
        }
    }

    private void fail(Throwable e, RequestBody body, Response response) {
        boolean clientLeft = outlet.isBroken()
                || (body.failure().isPresent() && !(body.failure().get() instanceof ProtocolException));
        try {
            if (clientLeft || outlet.isKilled()) {
                Log.SERVER.log(System.Logger.Level.DEBUG, "the client left before its response was complete", e);
                response.breakOff();
            } else if (response.isSent()) {
                Log.SERVER.log(System.Logger.Level.ERROR, "the application failed after its response had begun", e);
                response.breakOff();
            } else if (body.failure().isPresent() && body.failure().get() instanceof ProtocolException protocol) {
                response.reject(protocol.violation());
            } else {
                Log.SERVER.log(System.Logger.Level.ERROR, "the application failed", e);
                answer500(e, response);
            }
        } catch (IOException left) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the client left before its response was complete", left);
            response.breakOff();
        }
    }

    private void answer500(Throwable e, Response response) throws IOException {
        var text = new StringWriter();
        if (outlet.config().debug()) {
            e.printStackTrace(new PrintWriter(text, true));
        }
        outlet.endAfterThis();
        response.start("500 Internal Server Error", Headers.of("Content-Type", "text/plain; charset=utf-8"), e);
        deliverBlocks(List.of(text.toString().getBytes(StandardCharsets.UTF_8)), response);
        response.finish();
        outlet.flush();
    }

    /** The application may have put another list, or anything, in the place of ours. */
    private static void runPosthooks(RequestEnviron environ) {
        if (environ.addedPosthooks() instanceof List<?> hooks) {
            for (Object hook : List.copyOf(hooks)) {
                try {
                    @SuppressWarnings("unchecked")
                    var consumer = (Consumer<Environ>) hook;
                    consumer.accept(environ);
                } catch (Throwable e) {
                    Log.SERVER.log(System.Logger.Level.ERROR, "a posthook failed", e);
                }
            }
        }
    }
}
