package dev.loomlet.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a dispatch found in the path (wsgi.org's {@code routing_args}): a list of two, positional values and a map of named ones. */
final class RoutingArgs {

    private RoutingArgs() {}

    static Map<String, String> named(@Nullable Object routingArgs) {
        var values = new LinkedHashMap<String, String>();
        if (routingArgs instanceof List<?> args && args.size() == 2 && args.getLast() instanceof Map<?, ?> named) {
            named.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
        }
        return values;
    }

    static List<String> positional(@Nullable Object routingArgs) {
        if (routingArgs instanceof List<?> args && args.size() == 2 && args.getFirst() instanceof List<?> positional) {
            return positional.stream().map(String::valueOf).toList();
        }
        return List.of();
    }
}
