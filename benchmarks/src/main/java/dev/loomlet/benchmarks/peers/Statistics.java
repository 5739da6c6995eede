package dev.loomlet.benchmarks.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** What a Java peer answers to {@link Control#STATISTICS}: its numbers in one line, separated by spaces. */
record Statistics(long allocatedBytes, long heapBytes, long collectionMillis) {

    /** Those of this process. */
    static Statistics now() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long millis = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return new Statistics(threads.getTotalThreadAllocatedBytes(), heap.getUsed(), millis);
    }

    static Statistics parse(String line) {
        var numbers = line.split(" ", -1);
        return new Statistics(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    String line() {
        return allocatedBytes + " " + heapBytes + " " + collectionMillis;
    }
}
