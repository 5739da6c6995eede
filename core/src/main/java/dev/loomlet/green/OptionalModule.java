package dev.loomlet.green;

/** Modules of the JDK that this library uses if they are there. */
final class OptionalModule {

    private OptionalModule() {}

    /** Throws UnsupportedOperationException, which says what to do, if the JVM runs without {@code module}. */
    static void require(String module, String purpose) {
        if (ModuleLayer.boot().findModule(module).isEmpty()) {
            throw new UnsupportedOperationException("the module " + module + " is needed " + purpose
                    + ": start java with --add-modules " + module + ", or put it into the run-time image");
        }
    }
}
