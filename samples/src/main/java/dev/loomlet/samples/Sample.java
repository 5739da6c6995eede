package dev.loomlet.samples;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.util.Optional;

/** What the launcher wants to know of a sample; {@link #application()} is what there is to read. */
interface Sample {

    /**
     * What the launcher tells of a sample.
     *
     * @param name what to call it on the command line
     * @param summary what it shows, in one line
     * @param example a command line to try it with, in which {@code URL/} stands for the server's root
     */
    record About(String name, String summary, String example) {}

    /** Tells of this sample. */
    About about();

    /** What answers the requests. */
    Application application();

    /** Starts the server. The launcher waits for it then. */
    default Server spawn(ServerConfig config) throws IOException {
        return Server.spawn(application(), config);
    }

    /** The scheme of its URL. */
    default String scheme() {
        return "http";
    }

    /** The sample's own option {@code name}, if it has such a one. */
    default Optional<Option> option(String name) {
        return Optional.empty();
    }

    /** The lines of {@code --help} about the sample's own options. */
    default String optionHelp() {
        return "";
    }

    /** Takes the value of an option. */
    @FunctionalInterface
    interface Option {
        void set(String value) throws UsageException;
    }
}
