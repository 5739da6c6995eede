package dev.loomlet.green;

/** What a green thread of a {@link GreenPool} occupies until its end; the same object for many. Any thread. */
class Slot {

    private final GreenPool pool;

    Slot(GreenPool pool) {
        this.pool = pool;
    }

    /** Returns the pool that the green thread is a member of. */
    final GreenPool pool() {
        return pool;
    }

    /** Gives the slot back: called once, before the links, by the thread that ends the green thread. */
    void release() {
        pool.slots().release();
    }
}
