package dev.loomlet.server;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A format string of eventlet's kind, taken apart once. */
final class AccessLogFormat {

    private static final Pattern PLACE = Pattern.compile("%(?:\\((?<key>\\w+)\\)(?:s|\\.(?<digits>\\d{1,2})f)|%)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final List<BiConsumer<StringBuilder, AccessRecord>> parts;

    private AccessLogFormat(List<BiConsumer<StringBuilder, AccessRecord>> parts) {
        this.parts = parts;
    }

    static AccessLogFormat compile(String format) {
        var parts = new ArrayList<BiConsumer<StringBuilder, AccessRecord>>();
        var places = PLACE.matcher(format);
        int end = 0;
        while (places.find()) {
            parts.add(text(format.substring(end, places.start())));
            parts.add(place(places.group("key"), places.group("digits")));
            end = places.end();
        }
        parts.add(text(format.substring(end)));
        return new AccessLogFormat(List.copyOf(parts));
    }

    private static BiConsumer<StringBuilder, AccessRecord> text(String text) {
        if (text.indexOf('%') >= 0) {
            throw new IllegalArgumentException("the access log format has a % that begins no %(key)s: " + text);
        }
        return (line, entry) -> line.append(text);
    }

    private static BiConsumer<StringBuilder, AccessRecord> place(@Nullable String key, @Nullable String digits) {
        if (key == null) {
            return (line, entry) -> line.append('%');
        }
        return digits == null ? value(key) : seconds(key, Integer.parseInt(digits));
    }

    private static BiConsumer<StringBuilder, AccessRecord> seconds(String key, int digits) {
        if (!key.equals("wall_seconds")) {
            throw new IllegalArgumentException("only wall_seconds is a number with digits, not " + key);
        }
        return (line, entry) -> line.append(String.format(Locale.ROOT, "%." + digits + "f", wallSeconds(entry)));
    }

    private static BiConsumer<StringBuilder, AccessRecord> value(String key) {
        return switch (key) {
            case "client_ip" -> (line, entry) -> line.append(entry.clientIp());
            case "client_port" -> (line, entry) -> line.append(entry.clientPort());
            case "date_time" -> (line, entry) -> TIME.formatTo(entry.time(), line);
            case "request_line" -> (line, entry) -> line.append(entry.requestLine());
            case "status_code" -> (line, entry) -> line.append(entry.status());
            case "body_length" -> (line, entry) -> line.append(entry.bodyLength());
            case "wall_seconds" -> (line, entry) -> line.append(wallSeconds(entry));
            default -> throw new IllegalArgumentException("the access log format has the unknown key " + key);
        };
    }

    private static double wallSeconds(AccessRecord entry) {
        return entry.wall().toNanos() / 1e9;
    }

    String line(AccessRecord entry) {
        var line = new StringBuilder(128);
        for (var part : parts) {
            part.accept(line, entry);
        }
        return line.toString();
    }
}
