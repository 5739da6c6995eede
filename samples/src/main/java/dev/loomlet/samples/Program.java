package dev.loomlet.samples;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenServerSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A sample without HTTP, of sockets and green threads only. */
interface Program {

    /** Tells of this sample; {@code ADDRESS} in its example stands for where it listens, as two words. */
    Sample.About about();

    /** Whether there is somewhere to listen, for which there are options then. */
    default boolean listens() {
        return true;
    }

    /**
     * Runs, to its end or until the process ends.
     *
     * @param address where to listen
     */
    void run(InetSocketAddress address) throws Exception;

    /** Listens there, and prints where, which is how one gets to know a port that was any free one. */
    static GreenServerSocket listen(InetSocketAddress address) throws IOException {
        var listener = Green.listen(address);
        var host = address.getHostString();
        System.out.println((host.contains(":") ? "[" + host + "]" : host) + ":" + listener.port());
        System.out.flush();
        return listener;
    }

    /** The sample's own option {@code name}, if it has such a one. */
    default Optional<Sample.Option> option(String name) {
        return Optional.empty();
    }

    /** The lines of {@code --help} about the sample's own options. */
    default String optionHelp() {
        return "";
    }
}
