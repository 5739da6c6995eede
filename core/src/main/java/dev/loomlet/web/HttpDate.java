package dev.loomlet.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The date of a header value (RFC 9110 §5.6.7): {@code Last-Modified}, {@code If-Modified-Since}, {@code Expires} and others. For any
 * thread.
 *
 * <p>All three forms are read: {@code Sun, 06 Nov 1994 08:49:37 GMT}, {@code Sunday, 06-Nov-94 08:49:37 GMT} of RFC 850, and
 * {@code Sun Nov  6 08:49:37 1994} of {@code asctime}. The first one is written. Names count with their case. Whether the day of the
 * week is that of the date is not checked, since nothing depends on it.
 */
public final class HttpDate {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private static final List<String> LONG_DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private HttpDate() {}

    /**
     * Reads a date.
     *
     * @param value a header value
     * @return the time; empty if it is in none of the three forms or is no date, as 31 February. A year of two digits is the latest that
     *     is at most 50 years in the future. Second 60 is the first one of the next minute
     */
    public static Optional<Instant> parse(String value) {
        return parse(value, Year.now(ZoneOffset.UTC).getValue());
    }

    static Optional<Instant> parse(String value, int thisYear) {
        var text = Grammar.trimOws(value);
        int space = text.indexOf(' ');
        if (space < 0 || space > "Wednesday,".length() || Grammar.hasControl(text)) {
            return Optional.empty();
        }
        var day = text.substring(0, space);
        var rest = text.substring(space + 1);
        if (day.endsWith(",")) {
            var name = day.substring(0, day.length() - 1);
            if (DAYS.contains(name)) {
                return Optional.ofNullable(imfFixdate(rest));
            }
            return LONG_DAYS.contains(name) ? Optional.ofNullable(rfc850(rest, thisYear)) : Optional.empty();
        }
        return DAYS.contains(day) ? Optional.ofNullable(asctime(rest)) : Optional.empty();
    }

    /**
     * Writes a date.
     *
     * @param time the time, of which the fraction of a second is left out
     * @return the date as {@code Sun, 06 Nov 1994 08:49:37 GMT}
     * @throws IllegalArgumentException if the year is before 0 or after 9999
     */
    public static String format(Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new IllegalArgumentException("time " + time + " has no year of four digits");
        }
        var date = time.atOffset(ZoneOffset.UTC);
        var text = new StringBuilder(29);
        text.append(DAYS.get(date.getDayOfWeek().getValue() - 1)).append(", ");
        twoDigits(text, date.getDayOfMonth()).append(' ');
        text.append(MONTHS.get(date.getMonthValue() - 1)).append(' ');
        twoDigits(text, date.getYear() / 100);
        twoDigits(text, date.getYear() % 100).append(' ');
        twoDigits(text, date.getHour()).append(':');
        twoDigits(text, date.getMinute()).append(':');
        return twoDigits(text, date.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /* date1 SP time-of-day SP GMT; date1 = day SP month SP year, as "06 Nov 1994 08:49:37 GMT" */
    private static @Nullable Instant imfFixdate(String text) {
        if (!hasForm(text, "00 aaa 0000 00:00:00 GMT")) {
            return null;
        }
        return time(text, 12, number(text, 7, 11), text.substring(3, 6), number(text, 0, 2));
    }

    /* date2 SP time-of-day SP GMT; date2 = day "-" month "-" 2DIGIT, as "06-Nov-94 08:49:37 GMT" */
    private static @Nullable Instant rfc850(String text, int thisYear) {
        if (!hasForm(text, "00-aaa-00 00:00:00 GMT")) {
            return null;
        }
        int latest = thisYear + 50;
        int year = latest - Math.floorMod(latest - number(text, 7, 9), 100);
        return time(text, 10, year, text.substring(3, 6), number(text, 0, 2));
    }

    /* date3 SP time-of-day SP year; date3 = month SP ( 2DIGIT / ( SP 1DIGIT )), as "Nov  6 08:49:37 1994" */
    private static @Nullable Instant asctime(String text) {
        boolean oneDigit = hasForm(text, "aaa  0 00:00:00 0000");
        if (!oneDigit && !hasForm(text, "aaa 00 00:00:00 0000")) {
            return null;
        }
        return time(text, 7, number(text, 16, 20), text.substring(0, 3), number(text, oneDigit ? 5 : 4, 6));
    }

    /** Whether {@code text} has a digit for each 0 of {@code form}, a letter for each a, and the same as it elsewhere. */
    private static boolean hasForm(String text, String form) {
        if (text.length() != form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(i);
            boolean fits = switch (form.charAt(i)) {
                case '0' -> Grammar.isDigit(c);
                case 'a' -> Grammar.isAlpha(c);
                default -> c == form.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    /** The time of a date and the time of day that stands at {@code clock}; null if there is no such time. */
    private static @Nullable Instant time(String text, int clock, int year, String monthName, int day) {
        int month = MONTHS.indexOf(monthName) + 1;
        int hour = number(text, clock, clock + 2);
        int minute = number(text, clock + 3, clock + 5);
        int second = number(text, clock + 6, clock + 8);
        if (month == 0 || day == 0 || day > Month.of(month).length(Year.isLeap(year))) {
            return null;
        }
        if (hour > 23 || minute > 59 || second > 60) {
            return null;
        }
        var midnight = LocalDate.of(year, month, day).atStartOfDay().toInstant(ZoneOffset.UTC);
        var time = midnight.plusSeconds(hour * 3600L + minute * 60L + second);
        return time.isBefore(END) ? time : null;
    }
}
