package dev.loomlet.green;

/** What a green thread of a {@link GreenPool} occupies until its end. */
interface Slot {

    /** Returns the pool that the green thread is a member of. Any thread. */
    GreenPool pool();

    /** Gives the slot back: called once, before the links, by the thread that ends the green thread. */
    void release();

    /** Returns the slot of those for whose end only the pool waits. */
    static Slot of(GreenPool pool) {
        return new Slot() {
            @Override
            public GreenPool pool() {
                return pool;
            }

            @Override
            public void release() {
                pool.slots().release();
            }
        };
    }
}
