package dev.loomlet.server.hub;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** When all tests of this module have run, each hub must still run, or the run fails. It registers itself. */
public final class HubsAtTheEnd implements BeforeAllCallback {

    /** For JUnit. */
    public HubsAtTheEnd() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        var store = context.getRoot().getStore(ExtensionContext.Namespace.create(HubsAtTheEnd.class));
        store.computeIfAbsent(HubsAtTheEnd.class, key -> (AutoCloseable) HubCheck::assertThatAllRun);
    }
}
