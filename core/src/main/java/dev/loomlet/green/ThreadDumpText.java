package dev.loomlet.green;

import dev.loomlet.green.GreenDebug.ThreadInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Writes threads for people: those that stand at the same place together. */
final class ThreadDumpText {

    private static final int MOST_NAMED = 10;

    private record Place(Thread.State state, List<String> stack) {}

    private ThreadDumpText() {}

    static String of(List<ThreadInfo> threads) {
        var places = new LinkedHashMap<Place, List<ThreadInfo>>();
        for (var thread : threads) {
            places.computeIfAbsent(new Place(thread.state(), thread.stack()), _ -> new ArrayList<>())
                    .add(thread);
        }
        var text = new StringBuilder(count(threads.size(), "thread") + " with " + count(places.size(), "stack") + "\n");
        places.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .forEach(entry -> write(entry.getKey(), entry.getValue(), text));
        return text.toString();
    }

    private static void write(Place place, List<ThreadInfo> threads, StringBuilder text) {
        text.append('\n').append(count(threads.size(), "thread")).append(' ').append(place.state());
        text.append(threads.stream()
                .limit(MOST_NAMED)
                .map(ThreadDumpText::named)
                .collect(Collectors.joining(", ", ": ", "")));
        text.append(threads.size() > MOST_NAMED ? ", ...\n" : "\n");
        place.stack().forEach(frame -> text.append("    at ").append(frame).append('\n'));
    }

    private static String named(ThreadInfo thread) {
        var name = thread.name().replaceAll("\\p{Cntrl}", "?");
        return "#" + thread.id() + (name.isEmpty() ? "" : " \"" + name + "\"");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
