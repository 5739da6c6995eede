package dev.loomlet.server.hub;

/** Buffers for the current virtual thread: its carrier's, if that is a hub thread. */
public final class CarrierBuffers {

    private CarrierBuffers() {}

    /** A buffer of {@value Buffers#SIZE} bytes, whose content is anybody's. */
    public static byte[] take() {
        return JavaLang.currentCarrier() instanceof HubThread thread
                ? thread.buffers().take()
                : new byte[Buffers.SIZE];
    }

    /** A buffer for who does nothing meanwhile that may park, or is pinned. */
    static Scratch scratch() {
        return JavaLang.currentCarrier() instanceof HubThread thread
                ? thread.buffers().scratch()
                : Scratch.allocate();
    }

    /** Takes back what {@link #take} gave, here or on another thread, or drops it. */
    public static void give(byte[] buffer) {
        if (JavaLang.currentCarrier() instanceof HubThread thread) {
            thread.buffers().give(buffer);
        }
    }
}
