package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** The posthooks of an environ, which run at the end of a {@link Call}. On the thread that calls. */
record Posthooks(Environ environ) implements AutoCloseable {

    @Override
    public void close() {
        if (environ.remove(Environ.POSTHOOKS) instanceof List<?> hooks) {
            run(new ArrayDeque<>(hooks));
        }
    }

    /* Each runs whatever another throws, which comes out at the end. */
    @SuppressWarnings("unchecked")
    private void run(Queue<Object> hooks) {
        while (!hooks.isEmpty()) {
            try {
                ((Consumer<Environ>) hooks.remove()).accept(environ);
            } finally {
                run(hooks);
            }
        }
    }
}
