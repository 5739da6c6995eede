package dev.loomlet.samples;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends a file with {@code wsgi.file_wrapper}. If what it wraps is a plain file, the server knows the length, and the operating system
 * copies it to the client. The text that is served without {@code --file} comes out of the jar, so it is read and sent as blocks.
 * {@link dev.loomlet.wsgi.Body#file Body.file(path)} is the short form.
 *
 * <pre>
 *   curl -i http://127.0.0.1:8080/
 * </pre>
 */
final class FileSample implements Sample {

    private static final String BUILT_IN = "loomlet.txt";

    private Optional<Path> file = Optional.empty();

    private Iterable<byte[]> send(Environ environ, StartResponse startResponse) throws IOException {
        var name = file.isPresent() ? file.get().toString() : BUILT_IN;
        var type = Objects.requireNonNullElse(URLConnection.guessContentTypeFromName(name), "application/octet-stream");
        var fileWrapper = (FileWrapper.Factory) Objects.requireNonNull(environ.get(Environ.WSGI_FILE_WRAPPER));
        var body = fileWrapper.wrap(open());
        startResponse.start("200 OK", Headers.of("Content-Type", type));
        return body;
    }

    private InputStream open() throws IOException {
        return file.isPresent()
                ? new FileInputStream(file.get().toFile())
                : Objects.requireNonNull(FileSample.class.getResourceAsStream(BUILT_IN));
    }

    @Override
    public Application application() {
        return this::send;
    }

    @Override
    public Optional<Option> option(String name) {
        return name.equals("--file") ? Optional.of(this::choose) : Optional.empty();
    }

    private void choose(String path) throws UsageException {
        var chosen = Path.of(path);
        if (!Files.isRegularFile(chosen) || !Files.isReadable(chosen)) {
            throw new UsageException("--file must be a file that can be read, not " + path);
        }
        file = Optional.of(chosen);
    }

    @Override
    public String optionHelp() {
        return "  --file PATH    the file to send (default: a short text)\n";
    }

    @Override
    public About about() {
        return new About("file", "sends a file with wsgi.file_wrapper, copied by the operating system", "curl -i URL/");
    }
}
