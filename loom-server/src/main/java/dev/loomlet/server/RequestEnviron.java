package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environ of one request, filled when it is looked at: a single key is read from what was put here, then from the head, then from
 * what is the same for all requests; only who walks over the map, or removes something, has it filled whole. Most requests do neither.
 */
final class RequestEnviron extends RequestVariables {

    /** Holds every key, so that nothing else is to be asked. */
    @SuppressWarnings("serial") // a map by inheritance, never serialised
    private static final class Whole extends HashMap<String, Object> {}

    private final Map<String, Object> common;
    private Map<String, Object> own = Map.of();

    /** The connection can be taken over behind {@code response}, unless it is null. */
    RequestEnviron(
            Map<String, Object> common, RequestHead head, Peer peer, InputBody input, @Nullable Response response) {
        super(head, peer, input, response);
        this.common = common;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (!(key instanceof String name)) {
            return null;
        }
        var value = own.get(name);
        if (value == null && !(own instanceof Whole)) {
            value = variable(name);
            value = value == null ? common.get(name) : value;
        }
        return value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null || own.containsKey(String.valueOf(key));
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
        if (value == null) {
            return whole().put(key, value);
        }
        var before = get(key);
        changed().put(key, value);
        return before;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return whole().remove(key);
    }

    @Override
    public void clear() {
        whole().clear();
    }

    @Override
    public int size() {
        return whole().size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return whole().entrySet();
    }

    /** What stands under {@link Environ#POSTHOOKS}, without making an empty list for who only looks. */
    @Nullable
    Object addedPosthooks() {
        return own.get(Environ.POSTHOOKS);
    }

    @Override
    List<Object> posthooks() {
        var hooks = new ArrayList<Object>(1);
        changed().put(Environ.POSTHOOKS, hooks);
        return hooks;
    }

    private Map<String, Object> changed() {
        if (own.isEmpty() && !(own instanceof Whole)) {
            own = new HashMap<>();
        }
        return own;
    }

    private Map<String, Object> whole() {
        if (!(own instanceof Whole)) {
            var all = new Whole();
            putAllInto(all);
            all.put(Environ.POSTHOOKS, new ArrayList<>(1));
            common.forEach(all::putIfAbsent);
            all.putAll(own);
            own = all;
        }
        return own;
    }
}
