package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a form (WebOb's {@code cgi.FieldStorage}). It is there until its request is over, or its {@link Form} is closed; what is to stay is
 * {@linkplain #moveTo moved}.
 *
 * <p>It is for one thread at a time.
 */
public final class Upload {

    private final String name;
    private final String filename;
    private final Headers headers;
    private final Spool content;

    Upload(String name, String filename, Headers headers, Spool content) {
        this.name = name;
        this.filename = filename;
        this.headers = headers;
        this.content = content;
    }

    /**
     * Returns the field's name.
     *
     * @return the name, decoded from UTF-8; bytes that are not became U+FFFD
     */
    public String name() {
        return name;
    }

    /**
     * Returns what the client calls the file, without the directories that some clients send with it (RFC 2183 §2.3): what is behind the last
     * slash or backslash. It is the client's word, to be shown and never used as a path: two clients may send the same, or one that a file
     * system takes for something else.
     *
     * @return the name, decoded as {@link #name()} is; {@code ""} for {@code "."} and {@code ".."}, or if nothing is behind the last slash
     */
    public String filename() {
        var last = filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
        return last.equals(".") || last.equals("..") ? "" : last;
    }

    /**
     * Returns the kind of content that the client says it is.
     *
     * @return the part's {@code Content-Type}; empty if there is none, or it is malformed
     */
    public Optional<MediaType> contentType() {
        return headers.first("Content-Type").flatMap(MediaType::parse);
    }

    /**
     * Returns the headers of the part.
     *
     * @return the headers as they were sent, native strings
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the size.
     *
     * @return bytes
     */
    public long size() {
        return content.size();
    }

    /**
     * Tells whether the content is in memory; otherwise it is in a temporary file.
     *
     * @return whether it is
     */
    public boolean isInMemory() {
        return content.file().isEmpty();
    }

    /**
     * Opens the content, from its beginning, any number of times.
     *
     * @return a stream, to be closed by the caller
     * @throws IOException if the temporary file cannot be read
     * @throws IllegalStateException if the upload was moved or its request is over
     */
    public InputStream stream() throws IOException {
        return content.open();
    }

    /**
     * Returns the content. All of it is in memory then: mind the {@link #size()}.
     *
     * @return the bytes
     * @throws IOException if the temporary file cannot be read
     * @throws IllegalStateException if the upload was moved or its request is over
     */
    public byte[] bytes() throws IOException {
        return content.bytes();
    }

    /**
     * Puts the content where it stays: a rename where that is possible, otherwise a copy. Only the owner may read the file afterwards, where
     * the system has such permissions.
     *
     * @param target the file to be; nothing of the client's is part of it unless the caller puts it there
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if the upload was moved already or its request is over
     */
    public void moveTo(Path target) throws IOException {
        content.moveTo(target);
    }

    void discard() throws IOException {
        content.discard();
    }

    /** Returns name and size, nothing that the client has made up but the name. */
    @Override
    public String toString() {
        return "upload " + name + ", " + size() + " bytes";
    }
}
