package dev.loomlet.green;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** The objects that a {@link Backdoor} shows, by name, and the types they are declared as. Immutable. */
final class BackdoorBindings {

    /** The name of the stream to the client. */
    static final String OUT = "out";

    /**
     * An object and its name.
     *
     * @param types what to declare it as, the most specific first, {@code Object} last
     */
    record Binding(String name, Object object, List<String> types) {}

    private final List<Binding> all;

    private BackdoorBindings(List<Binding> all) {
        this.all = List.copyOf(all);
    }

    static BackdoorBindings of(Map<String, ?> objects) {
        var all = new ArrayList<Binding>();
        new TreeMap<>(objects).forEach((name, object) -> {
            requireName(name);
            all.add(binding(name, Objects.requireNonNull(object, () -> "object of " + name)));
        });
        return new BackdoorBindings(all);
    }

    static Binding binding(String name, Object object) {
        return new Binding(name, object, types(object.getClass()));
    }

    List<Binding> all() {
        return all;
    }

    private static void requireName(String name) {
        if (!SourceVersion.isIdentifier(name) || SourceVersion.isKeyword(name)) {
            throw new IllegalArgumentException("name must be a Java identifier: " + name);
        }
        if (name.equals(OUT) || name.startsWith("$")) {
            throw new IllegalArgumentException("name must not be one that the session uses itself: " + name);
        }
    }

    /** Returns the names of those types of {@code type} that a snippet can write and that are the same class for it. */
    private static List<String> types(Class<?> type) {
        var types = new LinkedHashSet<Class<?>>();
        for (var at = type; at != null && at != Object.class && at != Record.class; at = at.getSuperclass()) {
            types.add(at);
        }
        if (!type.isArray()) {
            for (var at : List.copyOf(types)) {
                addInterfaces(at, types);
            }
        }
        types.add(Object.class);
        return types.stream()
                .filter(BackdoorBindings::isNameable)
                .map(Class::getCanonicalName)
                .toList();
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> types) {
        for (var next : type.getInterfaces()) {
            types.add(next);
            addInterfaces(next, types);
        }
    }

    private static boolean isNameable(Class<?> type) {
        if (type.isArray()) {
            return isNameable(type.getComponentType());
        }
        return type.isPrimitive()
                || (isPublic(type)
                        && type.getCanonicalName() != null
                        && !type.getPackageName().isEmpty()
                        && type.getModule().isExported(type.getPackageName())
                        && isSame(type));
    }

    private static boolean isPublic(@Nullable Class<?> type) {
        return type == null || (Modifier.isPublic(type.getModifiers()) && isPublic(type.getEnclosingClass()));
    }

    /** Returns whether the class loader of the snippets finds this class, and not another one, or none, by its name. */
    private static boolean isSame(Class<?> type) {
        try {
            return Class.forName(type.getName(), /* initialize= */ false, ClassLoader.getSystemClassLoader()) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
