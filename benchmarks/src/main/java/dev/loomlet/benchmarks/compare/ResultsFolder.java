package dev.loomlet.benchmarks.compare;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;

/** Where results go, and where servers put what they need while they run. */
final class ResultsFolder {

    private ResultsFolder() {}

    /** The folder of a run that is told none: {@code results/DATE-TOPIC} in the module that this was built in. */
    static Path ofToday(String topic) {
        return module().resolve("results").resolve(LocalDate.now(ZoneId.systemDefault()) + "-" + topic);
    }

    /** Creates the folder, or if there is one with something in it, the first of {@code FOLDER-2}, {@code FOLDER-3}, ... */
    static Path create(Path wanted) throws IOException {
        var folder = wanted.toAbsolutePath().normalize();
        Files.createDirectories(folder.resolveSibling("."));
        for (int number = 2; !isNew(folder); number++) {
            folder = folder.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return folder;
    }

    private static boolean isNew(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            try (var entries = Files.newDirectoryStream(folder)) {
                return !entries.iterator().hasNext();
            }
        }
    }

    /** Deletes the folder with all that is in it, as far as that is possible. */
    static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            // A server that is just ending wrote another line: what is left is a file of the system's temporary folder.
        } catch (IOException e) {
            System.err.println("Could not delete " + folder + ": " + e.getMessage());
        }
    }

    /* The code is in MODULE/target/benchmarks.jar or MODULE/target/classes. */
    private static Path module() {
        try {
            var code = Path.of(ResultsFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the code is in no file", e);
        }
    }
}
