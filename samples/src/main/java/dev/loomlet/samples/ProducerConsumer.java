package dev.loomlet.samples;

import dev.loomlet.green.GreenPool;
import dev.loomlet.green.GreenThread;
import dev.loomlet.green.Queue;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A producer and many consumers with a queue between them: the one counts, the others look which of the numbers are primes. The queue
 * is short, so the producer waits when it is ahead; {@code join} waits until all is done.
 *
 * <pre>
 *   loomlet producer-consumer --items 100000 --consumers 8
 * </pre>
 */
final class ProducerConsumer implements Program {

    private static final int AHEAD = 10;

    private final Queue<Integer> numbers = new Queue<>(AHEAD);
    private final AtomicInteger primes = new AtomicInteger();
    private int items = 1000;
    private int consumers = 4;

    private void produce() throws InterruptedException {
        for (int number = 1; number <= items; number++) {
            numbers.put(number);
        }
    }

    /** Takes numbers until it is killed. */
    private void consume() throws InterruptedException {
        while (true) {
            int number = numbers.get();
            if (isPrime(number)) {
                primes.incrementAndGet();
            }
            numbers.taskDone();
        }
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }

    /** Returns how many primes there are up to the number of items. */
    int count() throws InterruptedException {
        var pool = new GreenPool(consumers);
        List<GreenThread<?>> consuming = new ArrayList<>();
        for (int i = 0; i < consumers; i++) {
            consuming.add(pool.spawn(this::consume));
        }
        produce();
        numbers.join();
        consuming.forEach(GreenThread::kill);
        pool.awaitAll();
        return primes.get();
    }

    @Override
    public void run(InetSocketAddress address) throws InterruptedException {
        System.out.println(count() + " primes up to " + items + ", by " + consumers + " consumers");
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public Optional<Sample.Option> option(String name) {
        return switch (name) {
            case "--items" -> Optional.of(value -> items = number(name, value));
            case "--consumers" -> Optional.of(value -> consumers = number(name, value));
            default -> Optional.empty();
        };
    }

    private static int number(String name, String value) throws UsageException {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new UsageException(name + " must be a number from 1 to 999999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    @Override
    public String optionHelp() {
        return """
                  --items N      how many numbers are produced (default 1000)
                  --consumers N  how many green threads take them (default 4)
                """;
    }

    @Override
    public Sample.About about() {
        return new Sample.About(
                "producer-consumer",
                "a producer and many consumers with a queue between them",
                "loomlet producer-consumer --items 100000 --consumers 8");
    }
}
