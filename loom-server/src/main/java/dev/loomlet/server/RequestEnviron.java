package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environ of one request, filled when it is looked at: a single key is read from the head, and only who walks over the map, or
 * changes it, has it filled whole. Most requests do neither.
 */
final class RequestEnviron extends AbstractMap<String, Object> implements Environ {

    private final Map<String, Object> common;
    private final RequestVariables variables;
    private Optional<Map<String, Object>> filled = Optional.empty();

    RequestEnviron(Map<String, Object> common, RequestHead head, Peer peer, InputBody input) {
        this.common = common;
        this.variables = new RequestVariables(head, peer, input);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (filled.isPresent()) {
            return filled.get().get(key);
        }
        if (!(key instanceof String name)) {
            return null;
        }
        var value = variables.get(name);
        return value == null ? common.get(name) : value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null || (filled.isPresent() && filled.get().containsKey(key));
    }

    @Override
    public @Nullable Object put(String key, Object value) {
        return fill().put(key, value);
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return fill().remove(key);
    }

    @Override
    public void clear() {
        fill().clear();
    }

    @Override
    public int size() {
        return fill().size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return fill().entrySet();
    }

    private Map<String, Object> fill() {
        if (filled.isEmpty()) {
            var all = new HashMap<String, Object>();
            variables.putAllInto(all);
            common.forEach(all::putIfAbsent);
            filled = Optional.of(all);
        }
        return filled.get();
    }
}
