package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program that may be installed on this machine. It is asked for its version once, by the thread that first wants to know. */
final class InstalledProgram {

    private final List<String> command;
    private final String prefix;
    /* Empty if it is not there; null before it was asked. */
    private @Nullable String version;

    /** The command prints the version, behind {@code prefix}. */
    InstalledProgram(List<String> command, String prefix) {
        this.command = command;
        this.prefix = prefix;
    }

    /** Returns the version; empty if the program is not there or does not work. */
    synchronized Optional<String> version() {
        var known = version;
        if (known == null) {
            known = ask();
            version = known;
        }
        return known.isEmpty() ? Optional.empty() : Optional.of(known);
    }

    /** Returns what to install, if it is not there. */
    Optional<String> missing(String debianPackage) {
        boolean here = version().isPresent();
        return here
                ? Optional.empty()
                : Optional.of(String.join(" ", command) + " does not work here: install it, on Debian the package "
                        + debianPackage);
    }

    private String ask() {
        try {
            var output = Programs.output(command);
            return output.startsWith(prefix) ? output.substring(prefix.length()) : "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
