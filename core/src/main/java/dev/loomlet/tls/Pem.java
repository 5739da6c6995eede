package dev.loomlet.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The textual encoding of keys and certificates (RFC 7468). What stands between the blocks is for people. */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LINE = 64;

    /* Larger than the largest bundle of certificate authorities. */
    private static final long MOST = 4 * 1024 * 1024;

    private Pem() {}

    /**
     * One block.
     *
     * @param label what it says it is
     * @param bytes what it holds
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Block(String label, byte[] bytes) {}

    /** A block as text. */
    static String write(String label, byte[] bytes) {
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        return BEGIN + label + DASHES + "\n" + base64 + "\n" + END + label + DASHES + "\n";
    }

    /**
     * Reads a file's blocks.
     *
     * @throws IOException if it cannot be read or is malformed; the message names it
     */
    static List<Block> read(Path file) throws IOException {
        return parse(file, new String(bytes(file), StandardCharsets.ISO_8859_1));
    }

    /** Reads a file; the message of a failure says which and why. */
    static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.size(file) > MOST) {
                throw new IOException(file + " is larger than " + MOST + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
    }

    private static List<Block> parse(Path file, String text) throws IOException {
        var blocks = new ArrayList<Block>();
        var lines = text.lines().map(String::strip).iterator();
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                var label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                var base64 = new StringBuilder();
                var next = lines.hasNext() ? lines.next() : "";
                while (!next.startsWith(DASHES)) {
                    base64.append(next);
                    if (!lines.hasNext()) {
                        throw new IOException(file + " ends within " + label);
                    }
                    next = lines.next();
                }
                if (!next.equals(END + label + DASHES)) {
                    throw new IOException(file + ": " + label + " has no end of its own");
                }
                blocks.add(new Block(label, decode(file, label, base64.toString())));
            }
        }
        return blocks;
    }

    private static byte[] decode(Path file, String label, String base64) throws IOException {
        if (base64.startsWith("Proc-Type:")) {
            throw new IOException(file + ": " + label + " is encrypted in OpenSSL's old way; convert it with"
                    + " \"openssl pkcs8 -topk8 -in OLD -out NEW\"");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + label + " is no base64", e);
        }
    }
}
