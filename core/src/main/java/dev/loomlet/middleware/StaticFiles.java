package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * An application that answers GET and HEAD with the files of a folder. What it has nothing for is a 404, so that it stands well in a
 * {@code Cascade} or below a prefix of {@code PathDispatch}.
 *
 * {@snippet lang = java :
 * Application site = StaticFiles.of(Path.of("public"));
 *
 * Application assets = StaticFiles.builder(Path.of("assets"))
 *         .cacheControl("public, max-age=31536000, immutable")
 *         .build();
 * }
 *
 * <p>Files have a strong {@code ETag} of their time and length, {@code Last-Modified}, a type by their ending, and are sent by the
 * operating system where the server can; conditions and ranges are answered as by {@link Response}. Where a file has siblings
 * {@code .br}, {@code .zst} or {@code .gz}, not older than it, the client gets the one it likes best by {@code Accept-Encoding}. For a
 * folder its index is sent, behind a redirect to the slash if that is missing. A folder is never listed.
 *
 * <p>Nothing outside the folder is sent: a path with a dot name, an empty name, a backslash, a control character or what is not UTF-8 is
 * a 404, and so is a symbolic link that leads out, and what is no regular file, unless the builder is told otherwise. That is looked at
 * when a file is first asked for and again after {@linkplain StaticFilesBuilder#trustFor a second}; who may write into the folder at
 * that moment decides what is sent. What may not be read is a 403.
 *
 * <p>For any number of threads. It waits for the file system only.
 */
public final class StaticFiles implements Application {

    private static final List<String> METHODS = List.of("GET", "HEAD");

    private static final int ATTEMPTS = 3;

    private final StaticFolder folder;
    private final StaticCache cache;
    private final StaticOptions options;

    StaticFiles(StaticOptions options) throws IOException {
        this.options = options;
        folder = new StaticFolder(options);
        cache = new StaticCache(options.trustedFor());
    }

    /**
     * Serves a folder.
     *
     * @param root an existing folder
     * @return the application
     * @throws IOException if {@code root} does not exist or is not a folder
     */
    public static StaticFiles of(Path root) throws IOException {
        return builder(root).build();
    }

    /**
     * Serves a folder, with options.
     *
     * @param root an existing folder
     * @return a builder
     */
    public static StaticFilesBuilder builder(Path root) {
        return new StaticFilesBuilder(Objects.requireNonNull(root, "root"));
    }

    /** Answers with a file, on the request's thread, which waits for the file system. */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws IOException {
        if (!METHODS.contains(environ.method())) {
            return HttpException.methodNotAllowed(METHODS).call(environ, startResponse);
        }
        var path = environ.pathInfo();
        if (path.isEmpty()) {
            return SlashRedirect.of(environ).call(environ, startResponse);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return find(path, environ).call(environ, startResponse);
            } catch (AccessDeniedException e) {
                return Response.error(403).call(environ, startResponse);
            } catch (FileSystemException e) {
                /* It has changed since it was found; nothing was started. */
                cache.remove(path);
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Response find(String path, Environ environ) throws IOException {
        var known = cache.get(path);
        if (known.isPresent()) {
            return known.get().answer(environ);
        }
        return switch (folder.find(path)) {
            case StaticFolder.Found.File file -> {
                var entry = StaticEntry.of(file, folder, options);
                cache.put(path, entry);
                yield entry.answer(environ);
            }
            case StaticFolder.Found.FolderWithoutSlash folderWithoutSlash -> SlashRedirect.of(environ);
            case StaticFolder.Found.Nothing nothing -> Response.error(404);
        };
    }
}
