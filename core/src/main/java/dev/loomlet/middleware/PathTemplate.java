package dev.loomlet.middleware;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A path as it is given to {@link PathDispatch.Builder}: segments that are taken as they are, <code>{name}</code> for any one that is
 * not empty, and at the end <code>{name*}</code> for all that is left. Any thread.
 *
 * @param segments the segments, a variable's without its name: {@link #ONE}, {@link #REST}
 * @param names the names of the variables in order
 */
record PathTemplate(List<String> segments, List<String> names) {

    /* No literal segment has a brace. */
    static final String ONE = "{}";
    static final String REST = "{*}";

    /** Reads a template. {@code what} names the value in the error. */
    static PathTemplate parse(String what, String template) {
        require(template.startsWith("/"), what, template, "must begin with a slash");
        var segments = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (var segment : split(template)) {
            require(!segments.contains(REST), what, template, "has something behind {name*}");
            boolean variable = segment.startsWith("{") && segment.endsWith("}");
            if (variable) {
                boolean rest = segment.endsWith("*}");
                var name = segment.substring(1, segment.length() - (rest ? 2 : 1));
                require(isName(name), what, template, "has a variable without a name of letters, digits and _");
                names.add(name);
                segments.add(rest ? REST : ONE);
            } else {
                boolean plain = segment.indexOf('{') < 0 && segment.indexOf('}') < 0;
                require(plain, what, template, "has a brace that is no variable's; a variable is a whole segment");
                segments.add(segment);
            }
        }
        require(new HashSet<>(names).size() == names.size(), what, template, "has a variable twice");
        return new PathTemplate(List.copyOf(segments), List.copyOf(names));
    }

    /** Returns what stands between and behind the slashes of a path; of one that does not begin with a slash, as {@code *}, nothing. */
    static List<String> split(String path) {
        return path.startsWith("/") ? List.of(path.substring(1).split("/", -1)) : List.of();
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private static void require(boolean kept, String what, String template, String otherwise) {
        if (!kept) {
            throw new IllegalArgumentException(what + " " + template + " " + otherwise);
        }
    }
}
