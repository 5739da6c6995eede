package dev.loomlet.middleware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a response that may be a document. Then there is one, the page, since nothing may come before the server's response is started
 * (PEP 3333, "The start_response() Callable"), and its length is known at the end only. For one request and its thread.
 */
final class XslBlocks implements Iterator<byte[]> {

    private static final byte[] NOTHING = {};

    private final XslResponse response;
    private final Iterator<byte[]> blocks;
    private @Nullable Iterator<byte[]> rest;

    XslBlocks(XslResponse response, Iterator<byte[]> blocks) {
        this.response = response;
        this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
        return rest == null || rest.hasNext();
    }

    @Override
    public byte[] next() {
        if (rest != null) {
            return rest.next();
        }
        while (!response.isTooLong() && blocks.hasNext()) {
            var block = blocks.next();
            if (!response.keep(block)) {
                return block;
            }
        }
        rest = last();
        return rest.hasNext() ? rest.next() : NOTHING;
    }

    private Iterator<byte[]> last() {
        try {
            return response.finish().iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
