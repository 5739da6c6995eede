package dev.loomlet.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * What a file looked like: another time, length or identity means that somebody wrote it, or put another one in its place.
 *
 * @param file where it is
 * @param time when it was written, 0 if it is not there
 * @param length its bytes
 * @param identity what the system calls it, behind symbolic links
 */
record FileStamp(Path file, FileTime time, long length, String identity) {

    static List<FileStamp> of(List<Path> files) {
        return files.stream().map(FileStamp::of).toList();
    }

    private static FileStamp of(Path file) {
        try {
            var seen = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(file, seen.lastModifiedTime(), seen.size(), String.valueOf(seen.fileKey()));
        } catch (IOException e) {
            return new FileStamp(file, FileTime.fromMillis(0), 0, "");
        }
    }
}
