package dev.loomlet.middleware;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What of a request's path may name a file. */
final class StaticPath {

    private StaticPath() {}

    /**
     * The path of a file below the root, without the slash at its begin.
     *
     * @param pathInfo {@code PATH_INFO}, a native string
     * @param isShowingHidden whether names may begin with a dot
     * @return empty if it does not begin with a slash, is not UTF-8 (an overlong form is not), or has a name that is empty, {@code .} or
     *     {@code ..}, hidden, or holds a backslash or a control character. Behind the last slash there may be nothing
     */
    static Optional<String> of(String pathInfo, boolean isShowingHidden) {
        if (!pathInfo.startsWith("/")) {
            return Optional.empty();
        }
        return decoded(pathInfo.substring(1))
                .filter(path -> hasPlainCharacters(path) && hasPlainNames(path, isShowingHidden));
    }

    private static Optional<String> decoded(String path) {
        try {
            var bytes = ByteBuffer.wrap(path.getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean hasPlainCharacters(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' || Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPlainNames(String path, boolean isShowingHidden) {
        int begin = 0;
        while (begin < path.length()) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            boolean isHidden = path.startsWith(".", begin);
            boolean isFolder = isHidden && (end == begin + 1 || (end == begin + 2 && path.charAt(begin + 1) == '.'));
            if (end == begin || isFolder || (isHidden && !isShowingHidden)) {
                return false;
            }
            begin = end + 1;
        }
        return true;
    }
}
