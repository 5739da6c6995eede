package dev.loomlet.middleware;

import dev.loomlet.wsgi.Environ;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client from one request to the next: names and values, kept in a cookie by {@link Sessions}.
 *
 * <p>For one request and its thread. It can be changed until the response begins, since then the cookie goes out.
 */
public final class Session {

    static final String KEY = "loomlet.session";

    private final Supplier<Map<String, String>> loading;
    private Map<String, String> loaded = Map.of();
    private @Nullable Map<String, String> entries;
    private boolean begun;

    Session(Supplier<Map<String, String>> loading) {
        this.loading = loading;
    }

    /**
     * Returns the session of a request.
     *
     * @param environ the request
     * @return the session, empty at first
     * @throws IllegalStateException if the request has not come through {@link Sessions}
     */
    public static Session of(Environ environ) {
        if (environ.get(KEY) instanceof Session session) {
            return session;
        }
        throw new IllegalStateException("environ holds no session; Sessions has to be around the application");
    }

    /**
     * Returns a value.
     *
     * @param name its name
     * @return the value, empty if there is none
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /**
     * Sets a value.
     *
     * @param name its name
     * @param value its value; all together have to fit in a cookie
     * @throws IllegalStateException if the response has begun
     */
    public void put(String name, String value) {
        changing().put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    }

    /**
     * Takes a value out.
     *
     * @param name its name
     * @return the value, empty if there was none
     * @throws IllegalStateException if the response has begun
     */
    public Optional<String> remove(String name) {
        return Optional.ofNullable(changing().remove(name));
    }

    /**
     * Takes all values out, which deletes the cookie.
     *
     * @throws IllegalStateException if the response has begun
     */
    public void clear() {
        changing().clear();
    }

    /**
     * Returns all values.
     *
     * @return names and values, a copy
     */
    public Map<String, String> entries() {
        return Map.copyOf(all());
    }

    private Map<String, String> all() {
        if (entries == null) {
            loaded = loading.get();
            entries = new LinkedHashMap<>(loaded);
        }
        return entries;
    }

    private Map<String, String> changing() {
        if (begun) {
            throw new IllegalStateException("the response has begun, and the session with it is saved");
        }
        return all();
    }

    /** The response begins. */
    void begin() {
        begun = true;
    }

    boolean isUsed() {
        return entries != null;
    }

    boolean isChanged() {
        return entries != null && !entries.equals(loaded);
    }

    /** Returns the names, not the values. */
    @Override
    public String toString() {
        return "Session" + (entries == null ? "" : entries.keySet());
    }
}
