package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Comma-separated values as in RFC 4180, except that lines end with LF, as all text files of the project do; both ends are read.
 *
 * <pre>
 *   file   = *( record LF )
 *   record = field *( "," field )
 *   field  = DQUOTE *( any character but DQUOTE / 2DQUOTE ) DQUOTE  /  *( any character but "," DQUOTE CR LF )
 * </pre>
 */
final class Csv {

    private Csv() {}

    /** One record with its line end. */
    static String line(List<String> fields) {
        return fields.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** All records, the heading included; throws IllegalArgumentException with the line's number where a quote is out of place. */
    static List<List<String>> parse(String text) {
        return new Parser(text).records();
    }

    private static final class Parser {
        private final String text;
        private final List<List<String>> records = new ArrayList<>();
        private int at;
        private int line = 1;

        Parser(String text) {
            this.text = text;
        }

        List<List<String>> records() {
            while (at < text.length()) {
                var fields = new ArrayList<String>();
                do {
                    fields.add(field());
                } while (skipped(','));
                skipped('\r');
                if (at < text.length() && !skipped('\n')) {
                    throw new IllegalArgumentException("line " + line + ": expected a comma or the line's end");
                }
                line++;
                records.add(fields);
            }
            return records;
        }

        private String field() {
            if (skipped('"')) {
                return quotedField();
            }
            int start = at;
            while (at < text.length() && ",\"\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String quotedField() {
            var field = new StringBuilder();
            int opened = line;
            while (true) {
                int quote = text.indexOf('"', at);
                if (quote < 0) {
                    throw new IllegalArgumentException("line " + opened + ": the quote is never closed");
                }
                var part = text.substring(at, quote);
                line += (int) part.chars().filter(c -> c == '\n').count();
                field.append(part);
                at = quote + 1;
                if (!skipped('"')) {
                    return field.toString();
                }
                field.append('"');
            }
        }

        private boolean skipped(char c) {
            boolean here = at < text.length() && text.charAt(at) == c;
            at += here ? 1 : 0;
            return here;
        }
    }
}
