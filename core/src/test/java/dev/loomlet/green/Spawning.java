package dev.loomlet.green;

import java.time.Duration;
import java.util.concurrent.Callable;

/** The ways to spawn that give a handle; eventlet runs its tests of spawn for each. */
enum Spawning {
    SPAWN {
        @Override
        <T> GreenThread<T> spawn(Callable<T> work) {
            return Green.spawn(work);
        }
    },
    SPAWN_AFTER {
        @Override
        <T> GreenThread<T> spawn(Callable<T> work) {
            return Green.spawnAfter(DELAY, work);
        }
    },
    SPAWN_AFTER_LOCAL {
        @Override
        <T> GreenThread<T> spawn(Callable<T> work) {
            return Green.spawnAfterLocal(DELAY, work);
        }
    };

    private static final Duration DELAY = Duration.ofMillis(2);

    abstract <T> GreenThread<T> spawn(Callable<T> work);
}
