package dev.loomlet.server;

/** The access log that is off. */
enum NoAccessLog implements AccessLog {
    INSTANCE;

    @Override
    public void log(AccessRecord entry) {}
}
