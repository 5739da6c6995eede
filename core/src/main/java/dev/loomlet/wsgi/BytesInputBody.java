package dev.loomlet.wsgi;

/** A body in memory. */
final class BytesInputBody extends InputBody {

    private final byte[] bytes;
    private int next;

    BytesInputBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    protected int readBody(byte[] into, int offset, int length) {
        int count = Math.min(length, bytes.length - next);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(bytes, next, into, offset, count);
        next += count;
        return count;
    }
}
