package dev.loomlet.web;

import java.util.ArrayList;

/** References resolved to URLs (RFC 3986 §5). {@link java.net.URI} follows the older RFC 2396 and differs in some. */
final class References {

    /* Each part with its delimiter, "" if it is not there; authority with its two slashes. */
    private record Parts(String scheme, String authority, String path, String query, String fragment) {}

    private References() {}

    /**
     * Returns the URL that {@code reference} is where {@code base} is read.
     *
     * @param base absolute
     */
    static String resolve(String base, String reference) {
        var b = parts(base);
        var r = parts(reference);
        /* §5.2.2, Transform References */
        boolean ownPath = !r.scheme.isEmpty() || !r.authority.isEmpty() || r.path.startsWith("/");
        String path;
        if (ownPath) {
            path = withoutDots(r.path);
        } else {
            path = r.path.isEmpty() ? b.path : withoutDots(merged(b, r.path));
        }
        boolean baseQuery = !ownPath && r.path.isEmpty() && r.query.isEmpty();
        var scheme = r.scheme.isEmpty() ? b.scheme : r.scheme;
        var authority = r.scheme.isEmpty() && r.authority.isEmpty() ? b.authority : r.authority;
        return scheme + authority + path + (baseQuery ? b.query : r.query) + r.fragment;
    }

    /* Appendix B, without its regular expression. */
    private static Parts parts(String text) {
        int fragment = indexOrEnd(text, '#', text.length());
        int query = indexOrEnd(text, '?', fragment);
        int colon = indexOrEnd(text, ':', indexOrEnd(text, '/', query));
        boolean schemed = colon > 0 && colon < query && text.charAt(colon) == ':';
        int authority = schemed ? colon + 1 : 0;
        int path = text.startsWith("//", authority) ? indexOrEnd(text, '/', query, authority + 2) : authority;
        return new Parts(
                text.substring(0, authority),
                text.substring(authority, path),
                text.substring(path, query),
                text.substring(query, fragment),
                text.substring(fragment));
    }

    private static int indexOrEnd(String text, char c, int end) {
        return indexOrEnd(text, c, end, 0);
    }

    private static int indexOrEnd(String text, char c, int end, int from) {
        int index = from < end ? text.indexOf(c, from, end) : -1;
        return index < 0 ? end : index;
    }

    /* §5.2.3, Merge Paths */
    private static String merged(Parts base, String path) {
        boolean atRoot = !base.authority.isEmpty() && base.path.isEmpty();
        return atRoot ? "/" + path : base.path.substring(0, base.path.lastIndexOf('/') + 1) + path;
    }

    /* §5.2.4, Remove Dot Segments, for the paths of http URLs, which begin with a slash or are empty. */
    private static String withoutDots(String path) {
        var kept = new ArrayList<String>();
        var segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..") && kept.size() > 1) {
                kept.removeLast();
            }
            if (!dots) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return String.join("/", kept);
    }
}
