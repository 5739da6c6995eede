package dev.loomlet.web;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a form may cost. A form beyond a limit is answered with 413, and what was read of it is deleted. Immutable.
 *
 * @param maxParts fields and files, at least 1; by default 1,000, as werkzeug and Django have it
 * @param maxHeaderBytes of the headers of one part with its name in them, at least 64; by default 8 KiB
 * @param maxFieldBytes of all that is not a file, names and values together, which is in memory; by default 1 MiB
 * @param maxFileBytes of one file; by default 1 GiB
 * @param maxBytes of the whole body as it is sent; by default 1 GiB. A server's limit counts beside it
 * @param memoryBytes how much of all files together is kept in memory; what is beyond goes to temporary files; by default 256 KiB. 0 writes
 *     every file to disk
 * @param directory where temporary files are made; empty for the system's
 */
public record FormLimits(
        int maxParts,
        int maxHeaderBytes,
        int maxFieldBytes,
        long maxFileBytes,
        long maxBytes,
        int memoryBytes,
        Optional<Path> directory) {

    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;
    private static final long GIB = (long) KIB * MIB;
    private static final int SMALLEST_HEADERS = 64;

    private static final FormLimits DEFAULTS =
            new FormLimits(1_000, 8 * KIB, MIB, GIB, GIB, 256 * KIB, Optional.empty());

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is out of its range; its message names it
     */
    public FormLimits {
        check("maxParts", maxParts, 1);
        check("maxHeaderBytes", maxHeaderBytes, SMALLEST_HEADERS);
        check("maxFieldBytes", maxFieldBytes, 0);
        check("maxFileBytes", maxFileBytes, 0);
        check("maxBytes", maxBytes, 0);
        check("memoryBytes", memoryBytes, 0);
    }

    private static void check(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " " + value + " is less than " + least);
        }
    }

    /**
     * Returns the limits that hold unless one says otherwise.
     *
     * @return the defaults
     */
    public static FormLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these limits with another number of parts.
     *
     * @param parts fields and files, at least 1
     * @return the changed limits
     */
    public FormLimits withMaxParts(int parts) {
        return new FormLimits(parts, maxHeaderBytes, maxFieldBytes, maxFileBytes, maxBytes, memoryBytes, directory);
    }

    /**
     * Returns these limits with another size of a part's headers.
     *
     * @param bytes at least 64
     * @return the changed limits
     */
    public FormLimits withMaxHeaderBytes(int bytes) {
        return new FormLimits(maxParts, bytes, maxFieldBytes, maxFileBytes, maxBytes, memoryBytes, directory);
    }

    /**
     * Returns these limits with another size of all fields.
     *
     * @param bytes 0 or more
     * @return the changed limits
     */
    public FormLimits withMaxFieldBytes(int bytes) {
        return new FormLimits(maxParts, maxHeaderBytes, bytes, maxFileBytes, maxBytes, memoryBytes, directory);
    }

    /**
     * Returns these limits with another size of a file.
     *
     * @param bytes 0 or more
     * @return the changed limits
     */
    public FormLimits withMaxFileBytes(long bytes) {
        return new FormLimits(maxParts, maxHeaderBytes, maxFieldBytes, bytes, maxBytes, memoryBytes, directory);
    }

    /**
     * Returns these limits with another size of the whole body.
     *
     * @param bytes 0 or more
     * @return the changed limits
     */
    public FormLimits withMaxBytes(long bytes) {
        return new FormLimits(maxParts, maxHeaderBytes, maxFieldBytes, maxFileBytes, bytes, memoryBytes, directory);
    }

    /**
     * Returns these limits with another size of files in memory.
     *
     * @param bytes 0 or more
     * @return the changed limits
     */
    public FormLimits withMemoryBytes(int bytes) {
        return new FormLimits(maxParts, maxHeaderBytes, maxFieldBytes, maxFileBytes, maxBytes, bytes, directory);
    }

    /**
     * Returns these limits with another directory for temporary files.
     *
     * @param path an existing directory
     * @return the changed limits
     */
    public FormLimits withDirectory(Path path) {
        return new FormLimits(
                maxParts, maxHeaderBytes, maxFieldBytes, maxFileBytes, maxBytes, memoryBytes, Optional.of(path));
    }
}
