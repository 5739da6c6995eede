package dev.loomlet.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads part of a file slice by slice, where the operating system cannot copy it. On the thread that serves the request. */
final class FileSlices {

    private static final int SLICE = 16 * 1024;

    /** Takes the slices, of each its first bytes. */
    @FunctionalInterface
    interface Slices {
        void add(byte[] slice, int length) throws IOException;
    }

    private FileSlices() {}

    /** Sends {@code count} bytes from {@code position} on; returns how many, fewer only if the file is shorter. */
    static long send(FileChannel file, long position, long count, Slices slices) throws IOException {
        var slice = new byte[(int) Math.min(SLICE, count)];
        long sent = 0;
        while (sent < count) {
            int length = (int) Math.min(slice.length, count - sent);
            int read = file.read(ByteBuffer.wrap(slice, 0, length), position + sent);
            if (read <= 0) {
                return sent;
            }
            slices.add(slice, read);
            sent += read;
        }
        return sent;
    }
}
