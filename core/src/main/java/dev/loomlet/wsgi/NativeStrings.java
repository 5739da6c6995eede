package dev.loomlet.wsgi;

import java.nio.charset.StandardCharsets;

/**
 * PEP 3333's native strings: text of which each character, U+0000 to U+00FF, stands for one byte. {@code PATH_INFO},
 * {@code QUERY_STRING} and header values come like this, since only the application knows their encoding.
 */
public final class NativeStrings {

    private NativeStrings() {}

    /**
     * Returns the text whose UTF-8 bytes {@code nativeString} stands for: {@code "Ã©"} becomes {@code "é"}. Bytes that
     * are not UTF-8 become U+FFFD.
     *
     * @param nativeString a native string
     * @return the decoded text
     * @throws IllegalArgumentException if a character is above U+00FF, so that this is no native string
     */
    public static String decodeUtf8(String nativeString) {
        return new String(bytes(nativeString), StandardCharsets.UTF_8);
    }

    /**
     * Returns the native string for the UTF-8 bytes of {@code text}.
     *
     * @param text any text
     * @return a native string
     */
    public static String encodeUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the bytes that {@code nativeString} stands for.
     *
     * @param nativeString a native string
     * @return one byte a character
     * @throws IllegalArgumentException if a character is above U+00FF
     */
    public static byte[] bytes(String nativeString) {
        for (int i = 0; i < nativeString.length(); i++) {
            if (nativeString.charAt(i) > 0xff) {
                throw new IllegalArgumentException("nativeString has a character above U+00FF at index " + i);
            }
        }
        return nativeString.getBytes(StandardCharsets.ISO_8859_1);
    }
}
