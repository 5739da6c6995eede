package dev.loomlet.green;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How {@link Green#listen(java.net.SocketAddress, ListenOptions) Green.listen} listens (the arguments of eventlet.listen).
 *
 * {@snippet lang=java :
 * var listener = Green.listen(address, ListenOptions.defaults().backlog(128));
 * }
 *
 * <p>Immutable, for any thread.
 */
public final class ListenOptions {

    private static final int BACKLOG = 50;
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private static final ListenOptions DEFAULTS = new ListenOptions(
            BACKLOG, /* reuseAddress= */ !WINDOWS, /* reusePort= */ false, /* removeStale= */ false, Optional.empty());

    private final int backlog;
    private final boolean reuseAddress;
    private final boolean reusePort;
    private final boolean removeStale;
    private final Optional<Set<PosixFilePermission>> mode;

    private ListenOptions(
            int backlog,
            boolean reuseAddress,
            boolean reusePort,
            boolean removeStale,
            Optional<Set<PosixFilePermission>> mode) {
        this.backlog = backlog;
        this.reuseAddress = reuseAddress;
        this.reusePort = reusePort;
        this.removeStale = removeStale;
        this.mode = mode;
    }

    /**
     * Returns what holds if nothing is said.
     *
     * @return the defaults of each setting
     */
    public static ListenOptions defaults() {
        return DEFAULTS;
    }

    /**
     * How many connections the system keeps that nobody has accepted; it may know a limit of its own (net.core.somaxconn). Default 50, as
     * eventlet's.
     *
     * @return the setting
     */
    public int backlog() {
        return backlog;
    }

    /**
     * Sets {@link #backlog()}.
     *
     * @param backlog the setting
     * @return options with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public ListenOptions backlog(int backlog) {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + " is less than 1");
        }
        return new ListenOptions(backlog, reuseAddress, reusePort, removeStale, mode);
    }

    /**
     * SO_REUSEADDR: the address can be bound although connections of a listener before wait for their end (TIME_WAIT). Default on, but not
     * on Windows, where it would take the port from whoever has it.
     *
     * @return the setting
     */
    public boolean reuseAddress() {
        return reuseAddress;
    }

    /**
     * Sets {@link #reuseAddress()}.
     *
     * @param reuseAddress the setting
     * @return options with it
     */
    public ListenOptions reuseAddress(boolean reuseAddress) {
        return new ListenOptions(backlog, reuseAddress, reusePort, removeStale, mode);
    }

    /**
     * SO_REUSEPORT: several listeners of the same user share a port, and the system deals the connections out. Default off, other than
     * eventlet's: two services that took the same port by mistake would each get a part of the other's connections.
     *
     * @return the setting
     */
    public boolean reusePort() {
        return reusePort;
    }

    /**
     * Sets {@link #reusePort()}. Where the system does not have it, or for port 0, {@link Green#listen(java.net.SocketAddress, ListenOptions)
     * listen} fails.
     *
     * @param reusePort the setting
     * @return options with it
     */
    public ListenOptions reusePort(boolean reusePort) {
        return new ListenOptions(backlog, reuseAddress, reusePort, removeStale, mode);
    }

    /**
     * Whether the file of a Unix domain socket is replaced if it is there and nobody listens on it, as a program leaves it that was killed. Default
     * off: then it is an error, which says so. Two programs that replace the same file in the same moment can take it from one another.
     *
     * @return the setting
     */
    public boolean removeStale() {
        return removeStale;
    }

    /**
     * Sets {@link #removeStale()}.
     *
     * @param removeStale the setting
     * @return options with it
     */
    public ListenOptions removeStale(boolean removeStale) {
        return new ListenOptions(backlog, reuseAddress, reusePort, removeStale, mode);
    }

    /**
     * The permissions of the file of a Unix domain socket: who may write to it may connect. Default empty: what the process's umask leaves. They are
     * set when the listener is there, so that for a moment those of the umask hold; a folder that others cannot enter guards that moment too.
     *
     * @return the setting
     */
    public Optional<Set<PosixFilePermission>> mode() {
        return mode;
    }

    /**
     * Sets {@link #mode()}.
     *
     * @param mode as ls shows it, for example {@code rw-rw----}
     * @return options with it
     * @throws IllegalArgumentException if it is not of that form
     */
    public ListenOptions mode(String mode) {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Set.copyOf(PosixFilePermissions.fromString(mode));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mode " + mode + " is not of the form rw-rw----", e);
        }
        return new ListenOptions(backlog, reuseAddress, reusePort, removeStale, Optional.of(permissions));
    }

    /** Returns all settings, for logs. */
    @Override
    public String toString() {
        return "ListenOptions[backlog " + backlog + ", reuseAddress " + reuseAddress + ", reusePort " + reusePort
                + ", removeStale " + removeStale + ", mode "
                + mode.map(PosixFilePermissions::toString).orElse("of the umask") + "]";
    }
}
