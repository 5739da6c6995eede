package dev.loomlet.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a form sent: fields and files (WebOb's {@code POST}, which has both in one). {@link Request#form()} reads it.
 *
 * <p>It is closed with its request, and the temporary files of uploads that were not moved are deleted then: by a posthook where the server
 * runs {@link dev.loomlet.wsgi.Environ#POSTHOOKS}, elsewhere by whoever asked for the form. It is for one thread at a time.
 */
public final class Form implements AutoCloseable {

    private final Params fields;
    private final List<Upload> uploads;

    Form(Params fields, List<Upload> uploads) {
        this.fields = fields;
        this.uploads = List.copyOf(uploads);
    }

    /**
     * Returns the fields that are text. A field for a file where none was chosen is among them, with an empty value, as in WebOb.
     *
     * @return names and values in order
     */
    public Params fields() {
        return fields;
    }

    /**
     * Returns the first value of a field.
     *
     * @param name the field's name
     * @return the value; empty if there is none
     */
    public Optional<String> first(String name) {
        return fields.first(name);
    }

    /**
     * Returns all files.
     *
     * @return the files in order, an immutable list
     */
    public List<Upload> uploads() {
        return uploads;
    }

    /**
     * Returns the files of one field.
     *
     * @param name the field's name
     * @return the files in order, an immutable list
     */
    public List<Upload> uploads(String name) {
        return uploads.stream().filter(upload -> upload.name().equals(name)).toList();
    }

    /**
     * Returns the first file of a field.
     *
     * @param name the field's name
     * @return the file; empty if none was chosen
     */
    public Optional<Upload> upload(String name) {
        return uploads.stream().filter(upload -> upload.name().equals(name)).findFirst();
    }

    /**
     * Deletes the temporary files of uploads that were not moved. Does nothing the second time.
     *
     * @throws IOException if one cannot be deleted; the others are
     */
    @Override
    public void close() throws IOException {
        discard(uploads);
    }

    static void discard(List<Upload> uploads) throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (var upload : uploads) {
            try {
                upload.discard();
            } catch (IOException e) {
                failure.ifPresent(e::addSuppressed);
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
