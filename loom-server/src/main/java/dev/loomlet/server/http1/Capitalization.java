package dev.loomlet.server.http1;

/** Header names as old clients like them: {@code sOMe-WEirD} as {@code Some-Weird} (eventlet's capitalize_response_headers). */
final class Capitalization {

    private Capitalization() {}

    static String of(String name) {
        var capitalized = new StringBuilder(name.length());
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            capitalized.append(letter ? (char) (first ? c & ~0x20 : c | 0x20) : c);
            first = c == '-';
        }
        return capitalized.toString();
    }
}
