package dev.loomlet.wsgi;

import java.util.LinkedHashMap;
import java.util.Map;

/** An environ that is a plain map. */
@SuppressWarnings("serial") // a map by inheritance, never meant to be serialised
final class MapEnviron extends LinkedHashMap<String, Object> implements Environ {

    MapEnviron(Map<String, ?> entries) {
        super(entries);
    }
}
