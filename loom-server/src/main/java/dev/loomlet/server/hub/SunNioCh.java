package dev.loomlet.server.hub;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few members of {@code sun.nio.ch} by which a hub receives and sends on a socket's descriptor: {@code recv} and {@code send}, as the
 * JDK calls them for datagrams. A channel takes two locks and calls {@code read} and {@code write}, which go through the system's layer of
 * files. They are reached by reflection, which the package must be open for as {@code java.lang} is for {@link JavaLang}; where it is not,
 * on other systems than Linux and where another JDK has other members, {@link #descriptorOf} has none, and hubs use the channels.
 *
 * <p>Nothing here keeps a descriptor from being closed, and then it may be another connection's at once: {@link HubSocket} does. Any thread;
 * never blocks.
 */
final class SunNioCh {

    /* What the JDK's functions return besides a count: sun.nio.ch.IOStatus. */
    private static final int EOF = -1;

    private static final Optional<String> WHY_CLOSED = tryOpen();

    /* Constants for the compiler, which only a class of their own can be when opening may fail. */
    private static final class Members {
        static final Class<?> CHANNEL;
        static final MethodHandle DESCRIPTOR;
        static final MethodHandle RECV;
        static final MethodHandle SEND;

        static {
            try {
                var dispatcher = Class.forName("sun.nio.ch.DatagramDispatcher");
                var lookup = MethodHandles.privateLookupIn(dispatcher, MethodHandles.lookup());
                var type = MethodType.methodType(int.class, FileDescriptor.class, long.class, int.class);
                RECV = lookup.findStatic(dispatcher, "read0", type);
                SEND = lookup.findStatic(dispatcher, "write0", type);
                CHANNEL = lookup.findClass("sun.nio.ch.SocketChannelImpl");
                DESCRIPTOR = lookup.findVirtual(CHANNEL, "getFD", MethodType.methodType(FileDescriptor.class))
                        .asType(MethodType.methodType(FileDescriptor.class, SocketChannel.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    private SunNioCh() {}

    private static Optional<String> tryOpen() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("this is " + System.getProperty("os.name") + ", not Linux");
        }
        if (!Thread.class.getModule().isOpen("sun.nio.ch", SunNioCh.class.getModule())) {
            return Optional.of("sun.nio.ch is not open to Loomlet");
        }
        try {
            return Members.CHANNEL == null ? Optional.of("no channels") : Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("this JDK's sockets are not as expected: " + e);
        }
    }

    /** Why there are no descriptors here; empty if there are. */
    static Optional<String> whyClosed() {
        return WHY_CLOSED;
    }

    /** The channel's descriptor, always the same object; null where the channel has to be used. */
    static @Nullable FileDescriptor descriptorOf(SocketChannel channel) {
        if (WHY_CLOSED.isPresent() || !Members.CHANNEL.isInstance(channel)) {
            return null;
        }
        try {
            return (FileDescriptor) Members.DESCRIPTOR.invokeExact(channel);
        } catch (Throwable e) {
            throw JavaLang.failed(e);
        }
    }

    /** Reads what is there, at most {@code count}, which is no more than {@code scratch} has: how many bytes, 0 if none, -1 at the end. */
    static int receive(FileDescriptor descriptor, Scratch scratch, byte[] into, int offset, int count)
            throws IOException {
        if (count == 0) {
            return 0; // the system's answer would be that of an end
        }
        int received = call(Members.RECV, descriptor, scratch.address(), count);
        if (received > 0) {
            scratch.bytes().get(0, into, offset, received);
        }
        return received;
    }

    /** Writes what there is room for, at most {@code count}, which is no more than {@code scratch} has: how many bytes. */
    static int send(FileDescriptor descriptor, Scratch scratch, byte[] from, int offset, int count) throws IOException {
        scratch.bytes().put(0, from, offset, count);
        return call(Members.SEND, descriptor, scratch.address(), count);
    }

    private static int call(MethodHandle function, FileDescriptor descriptor, long address, int count)
            throws IOException {
        int result;
        try {
            result = (int) function.invokeExact(descriptor, address, count);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw JavaLang.failed(e);
        }
        return result < EOF ? 0 : result; // not now, or interrupted by a signal
    }
}
