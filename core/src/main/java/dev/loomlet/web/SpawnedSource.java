package dev.loomlet.web;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import java.time.Duration;
import java.util.Optional;

/** The events that a green thread sends, spawned at the first poll and killed when the stream is over. What it throws is the stream's failure. */
final class SpawnedSource implements EventSource {

    private final EventQueue queue;
    private final EventStream.Sender work;
    private Optional<GreenThread<?>> sender = Optional.empty();
    private volatile Optional<Throwable> failure = Optional.empty();

    SpawnedSource(EventStream.Sender sender, EventQueue queue) {
        this.queue = queue;
        work = sender;
    }

    private void send() {
        try {
            work.send(queue);
        } catch (Throwable e) {
            failure = Optional.of(e);
        } finally {
            queue.end();
        }
    }

    @Override
    public Optional<ServerSentEvent> poll(Duration time) throws InterruptedException {
        if (sender.isEmpty()) {
            sender = Optional.of(Green.spawn(this::send));
        }
        return queue.poll(time);
    }

    @Override
    public boolean isEnded() {
        boolean ended = queue.isEnded();
        if (ended && failure.isPresent()) {
            throw new IllegalStateException("the green thread that sends events failed", failure.get());
        }
        return ended;
    }

    @Override
    public void wakeup() {
        queue.wakeup();
    }

    @Override
    public void close() {
        queue.close();
        sender.ifPresent(GreenThread::kill);
    }
}
