package dev.loomlet.web;

import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Strong entity tags (RFC 9110 §8.8.3). */
final class BodyTag {

    private static final int BYTES = 16;

    private BodyTag() {}

    /** Of a body in memory. */
    static EntityTag of(byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body);
            return EntityTag.of(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of a file: its length and its time to the nanosecond, as far as the file system keeps it. */
    static EntityTag of(long length, FileTime modified) {
        return EntityTag.of(Long.toString(modified.to(TimeUnit.NANOSECONDS), Character.MAX_RADIX) + "-"
                + Long.toString(length, Character.MAX_RADIX));
    }
}
