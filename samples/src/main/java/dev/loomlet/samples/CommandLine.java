package dev.loomlet.samples;

import dev.loomlet.server.AccessLog;
import dev.loomlet.server.Scheduling;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.server.ServerConfigBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options behind a sample's name.
 *
 * @param config what they say of the server
 * @param help whether they ask for help only
 */
record CommandLine(ServerConfig config, boolean help) {

    static final String HELP = """
              --host HOST    the name or address to serve on (default 127.0.0.1)
              --port PORT    the port, 0 for any free one (default 8080)
              --max-line N   bytes of the request line and of each header line at most (default 8192)
              --scheduling S hub, jdk or auto (the default): what runs the connections' threads
              --access-log   print a line for each response
              --debug        send the stack trace of a failed application to the client
              --help         print this and end
            """;

    /**
     * Reads the options.
     *
     * @param options what stands behind the name
     * @param sample may have options of its own
     */
    static CommandLine parse(List<String> options, Sample sample) throws UsageException {
        /* The launcher has a shutdown hook of its own. */
        var config = ServerConfig.builder().drainOnShutdown(false);
        boolean help = false;
        var rest = options.iterator();
        while (rest.hasNext()) {
            var option = rest.next();
            switch (option) {
                case "--help" -> help = true;
                case "--access-log" -> config.accessLog(AccessLog.to(System.out));
                case "--debug" -> config.debug(true);
                default -> {
                    var setting = setting(option, config, sample);
                    if (!rest.hasNext()) {
                        throw new UsageException(option + " needs a value");
                    }
                    setting.set(rest.next());
                }
            }
        }
        return new CommandLine(config.build(), help);
    }

    private static Sample.Option setting(String option, ServerConfigBuilder config, Sample sample)
            throws UsageException {
        return switch (option) {
            case "--host" -> value -> config.host(host(value));
            case "--port" -> value -> config.port(port(value));
            case "--scheduling" -> value -> config.scheduling(scheduling(value));
            case "--max-line" -> value -> config.maxRequestLine(length(value)).maxHeaderLine(length(value));
            default -> own(option, sample.about(), sample.option(option));
        };
    }

    /** An option of the sample's own. */
    static Sample.Option own(String option, Sample.About sample, Optional<Sample.Option> own) throws UsageException {
        return own.orElseThrow(() -> new UsageException(
                "unknown option " + option + " (" + sample.name() + " --help lists those there are)"));
    }

    static String host(String value) throws UsageException {
        if (value.isBlank()) {
            throw new UsageException("--host must be a name or an address, not empty");
        }
        return value;
    }

    private static Scheduling scheduling(String value) throws UsageException {
        try {
            return Scheduling.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--scheduling must be hub, jdk or auto, not \"" + value + "\"");
        }
    }

    private static int length(String value) throws UsageException {
        if (!value.matches("[1-9][0-9]{0,6}")) {
            throw new UsageException("--max-line must be a number from 1 to 9999999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    static int port(String value) throws UsageException {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw new UsageException("--port must be a number from 0 to 65535, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
