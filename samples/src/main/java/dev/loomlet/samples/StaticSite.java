package dev.loomlet.samples;

import dev.loomlet.middleware.Compress;
import dev.loomlet.middleware.StaticFiles;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder of files as a site: conditions, ranges, compression, an index for each folder. Without {@code --folder} it is a small site that
 * comes with the samples.
 *
 * <pre>
 *   curl -i --compressed http://127.0.0.1:8080/style.css
 *   curl -i -r 0-99 http://127.0.0.1:8080/
 * </pre>
 */
final class StaticSite implements Sample {

    private static final List<String> BUILT_IN = List.of("index.html", "style.css", "site.js", "about/index.html");

    private Optional<Path> folder = Optional.empty();

    private static Application site(Path root) throws IOException {
        var files = StaticFiles.builder(root).cacheControl("no-cache").build();
        return new Compress().minimumSize(100).wrap(files);
    }

    @Override
    public Application application() {
        try {
            return site(folder.isPresent() ? folder.get() : unpack());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        if (folder.isPresent()) {
            return Server.spawn(site(folder.get()), config);
        }
        var unpacked = unpack();
        var server = Server.spawn(site(unpacked), config);
        server.link(ended -> delete(unpacked));
        return server;
    }

    private static Path unpack() throws IOException {
        var root = Files.createTempDirectory("loomlet-site");
        for (var name : BUILT_IN) {
            var file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, Page.read("site/" + name));
        }
        return root;
    }

    private static void delete(Path root) {
        try {
            for (var name : BUILT_IN.reversed()) {
                Files.delete(root.resolve(name));
            }
            Files.delete(root.resolve("about"));
            Files.delete(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Option> option(String name) {
        return name.equals("--folder") ? Optional.of(this::choose) : Optional.empty();
    }

    private void choose(String path) throws UsageException {
        var chosen = Path.of(path);
        if (!Files.isDirectory(chosen) || !Files.isReadable(chosen)) {
            throw new UsageException("--folder must be a folder that can be read, not " + path);
        }
        folder = Optional.of(chosen);
    }

    @Override
    public String optionHelp() {
        return "  --folder PATH  the folder to serve (default: a small site)\n";
    }

    @Override
    public About about() {
        return new About(
                "static-site", "a folder as a site: ranges, conditions, compression, an index", "curl -s -r 0-14 URL/");
    }
}
