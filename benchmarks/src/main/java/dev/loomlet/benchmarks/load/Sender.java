package dev.loomlet.benchmarks.load;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Sends each request of an open loop when it is due, if its connection is free; if not, the receiver does when it becomes free. Runs on a
 * platform thread of its own until the schedule is over or it is interrupted.
 */
final class Sender implements Runnable {

    private final Schedule schedule;
    private final List<OpenConnection> connections;
    private final Pacer pacer;
    private final LongSupplier cpuNanos;
    private final Runnable atEnd;
    private final SendTimes times = new SendTimes();
    private long cpuNanosOfCounted;

    /* cpuNanos tells what the threads of the generator have used; atEnd runs when there is nothing more to send. */
    Sender(Schedule schedule, List<OpenConnection> connections, Pacer pacer, LongSupplier cpuNanos, Runnable atEnd) {
        this.schedule = schedule;
        this.connections = connections;
        this.pacer = pacer;
        this.cpuNanos = cpuNanos;
        this.atEnd = atEnd;
    }

    @Override
    public void run() {
        TimerSlack.least();
        try {
            send();
        } finally {
            atEnd.run();
        }
    }

    private void send() {
        long before = 0;
        for (long number = 0; number < schedule.requests(); number++) {
            pacer.awaitNanos(schedule.dueNanos(number));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (number == schedule.warmUpRequests()) {
                before = cpuNanos.getAsLong();
            }
            connections.get((int) (number % schedule.connections())).sendDue(times);
        }
        cpuNanosOfCounted = cpuNanos.getAsLong() - before;
    }

    SendTimes times() {
        return times;
    }

    long cpuNanosOfCounted() {
        return cpuNanosOfCounted;
    }
}
