package dev.loomlet.web;

import java.util.ArrayList;
import java.util.List;

/** What a browser makes of a stream: WHATWG HTML §9.2.6, "Interpreting an event stream", step by step. */
final class EventStreamParser {

    /** A dispatched event. */
    record Message(String type, String data, String lastEventId) {}

    private final List<Message> messages = new ArrayList<>();
    private String data = "";
    private String type = "";
    private String lastEventId = "";
    private long retryMillis = -1;

    static EventStreamParser parse(String stream) {
        var parser = new EventStreamParser();
        var lines = stream.split("\r\n|\r|\n", -1);
        /* What is behind the last line end is no line. */
        for (int i = 0; i < lines.length - 1; i++) {
            parser.line(lines[i]);
        }
        return parser;
    }

    List<Message> messages() {
        return messages;
    }

    String lastEventId() {
        return lastEventId;
    }

    long retryMillis() {
        return retryMillis;
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
            dispatch();
        } else if (colon < 0) {
            field(line, "");
        } else if (colon > 0) {
            var value = line.substring(colon + 1);
            field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "event" -> type = value;
            case "data" -> data += value + "\n";
            case "id" -> lastEventId = value.indexOf(0) < 0 ? value : lastEventId;
            case "retry" -> retryMillis = value.matches("[0-9]+") ? Long.parseLong(value) : retryMillis;
            default -> {}
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            messages.add(
                    new Message(type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1), lastEventId));
        }
        data = "";
        type = "";
    }
}
