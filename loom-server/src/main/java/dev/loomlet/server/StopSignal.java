package dev.loomlet.server;

import dev.loomlet.wsgi.Stopping;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells applications that their server stops. Any thread; who registers and who stops agree by the set, out of which each action is taken once. */
final class StopSignal implements Stopping {

    private final Set<Action> actions = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    @Override
    public boolean isStopping() {
        return stopping;
    }

    /** First in, then the look at the flag: {@link #begin} does it the other way. */
    @Override
    public Registration onStop(Runnable run) {
        var action = new Action(run);
        actions.add(action);
        if (stopping) {
            action.run();
        }
        return action;
    }

    /** The server begins to stop. */
    void begin() {
        stopping = true;
        actions.forEach(Action::run);
    }

    private final class Action implements Registration {
        private final Runnable run;

        Action(Runnable run) {
            this.run = run;
        }

        void run() {
            if (actions.remove(this)) {
                try {
                    run.run();
                } catch (Throwable e) {
                    Log.SERVER.log(System.Logger.Level.ERROR, "an application's action at the server's stop failed", e);
                }
            }
        }

        @Override
        public void cancel() {
            actions.remove(this);
        }
    }
}
