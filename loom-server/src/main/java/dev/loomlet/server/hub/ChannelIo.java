package dev.loomlet.server.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * What a socket's owner does with its channel, pinned: within a virtual thread's first read, and within a transfer, the JDK takes a second
 * lock. Never blocks, but for the loop, which takes these locks too.
 */
final class ChannelIo {

    private ChannelIo() {}

    /** As {@link HubSocket#read}. */
    static int read(SocketChannel channel, byte[] into, int offset, int count) throws IOException {
        JavaLang.pin();
        try {
            var scratch = CarrierBuffers.scratch().bytes().limit(count);
            int received = channel.read(scratch);
            if (received > 0) {
                scratch.get(0, into, offset, received);
            }
            return received;
        } finally {
            JavaLang.unpin();
        }
    }

    /** As {@link HubSocket#write}. */
    static int write(SocketChannel channel, byte[] from, int offset, int count) throws IOException {
        JavaLang.pin();
        try {
            return channel.write(
                    CarrierBuffers.scratch().bytes().put(from, offset, count).flip());
        } finally {
            JavaLang.unpin();
        }
    }

    /** As {@link HubSocket#transfer}. */
    static long transfer(SocketChannel channel, FileChannel file, long position, long count) throws IOException {
        JavaLang.pin();
        try {
            return file.transferTo(position, count, channel);
        } finally {
            JavaLang.unpin();
        }
    }
}
