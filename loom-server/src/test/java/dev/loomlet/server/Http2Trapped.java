package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Says hello, under {@code /waits} when it may; counts its calls, and how many there were at once. */
final class Http2Trapped implements Application {

    final CountDownLatch open = new CountDownLatch(1);
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        calls.incrementAndGet();
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        begun.add(environ.pathInfo());
        try {
            if (environ.pathInfo().equals("/waits")) {
                assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
            }
            if (environ.pathInfo().equals("/reads")) {
                environ.input().readAllBytes();
            }
            outcomes.add("answered");
            return Apps.HELLO.call(environ, startResponse);
        } catch (java.io.IOException e) {
            outcomes.add("broken");
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }

    void awaitBegun(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(begun.poll(5, TimeUnit.SECONDS)).as("call " + i).isNotNull();
        }
    }

    String outcome() throws InterruptedException {
        return outcomes.poll(5, TimeUnit.SECONDS);
    }
}
