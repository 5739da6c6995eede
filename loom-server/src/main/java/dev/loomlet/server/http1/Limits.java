package dev.loomlet.server.http1;

/**
 * How much of a head, of chunk extensions and of trailers is read before the request is refused.
 *
 * @param maxRequestLine bytes of the request line without its CRLF
 * @param maxHeaderLine bytes of a header line without its CRLF
 * @param maxHeaderBytes bytes of all header lines together
 * @param maxHeaders number of header lines
 * @param maxTrailerBytes bytes of a body's trailer section
 * @param maxChunkExtensionBytes bytes of all chunk extensions of a body together
 */
public record Limits(
        int maxRequestLine,
        int maxHeaderLine,
        int maxHeaderBytes,
        int maxHeaders,
        int maxTrailerBytes,
        int maxChunkExtensionBytes) {

    /** What ServerConfig has when nothing is said. */
    public static final Limits DEFAULTS = new Limits(8192, 8192, 65_536, 100, 8192, 4096);

    /** The longest head that is in these limits, its line ends and up to four empty lines before it included. */
    public int maxHead() {
        return maxRequestLine + maxHeaderBytes + 2 * maxHeaders + 32;
    }
}
