package dev.loomlet.wsgi;

/** The characters of header names and values (RFC 9110 §5.1, §5.5, §5.6.2). */
final class FieldGrammar {

    /* tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA */
    private static final boolean[] TCHAR = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TCHAR[c] = true;
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            TCHAR[c] = true;
            TCHAR[c | 0x20] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TCHAR[c] = true;
        }
    }

    private FieldGrammar() {}

    /** token = 1*tchar. */
    static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 128 || !TCHAR[c]) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /**
     * Index of the first character that a field value or reason phrase may not have: a control other than HTAB, DEL, or
     * one above U+00FF (whose low byte alone would go out, a CR perhaps); -1 if there is none.
     */
    static int firstIllegalInValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return i;
            }
        }
        return -1;
    }
}
