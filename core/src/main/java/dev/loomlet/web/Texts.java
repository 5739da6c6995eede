package dev.loomlet.web;

import dev.loomlet.wsgi.NativeStrings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text of a request that has to be what it says: what is malformed is a 400. */
final class Texts {

    /* pchar without "%" and "/", which divides (RFC 3986 §3.3), beside letters and digits. WebOb leaves the same as they are. */
    private static final String PATH_MARKS = "/-._~!$&'()*+,;=:@";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Texts() {}

    /** The text whose UTF-8 bytes the native string stands for. */
    static String decode(String nativeString) {
        return decode(NativeStrings.bytes(nativeString), StandardCharsets.UTF_8, "path");
    }

    /** @param what is named in the answer */
    static String decode(byte[] bytes, Charset charset, String what) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw HttpException.badRequest("the " + what + " is not " + charset.name())
                    .causedBy(e);
        }
    }

    /** The bytes of a native string as they may be in a URL's path. */
    static String quotePath(String nativeString) {
        var quoted = new StringBuilder(nativeString.length());
        for (byte b : NativeStrings.bytes(nativeString)) {
            char c = (char) (b & 0xff);
            if (Grammar.isAlpha(c) || Grammar.isDigit(c) || PATH_MARKS.indexOf(c) >= 0) {
                quoted.append(c);
            } else {
                quoted.append('%').append(HEX.toHexDigits(b));
            }
        }
        return quoted.toString();
    }
}
