package dev.loomlet.samples;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The options behind a program's name.
 *
 * @param host where it is to listen
 * @param port where it is to listen
 * @param help whether they ask for help only
 */
record ProgramLine(String host, int port, boolean help) {

    private static final ProgramLine DEFAULTS = new ProgramLine("127.0.0.1", 8080, /* help= */ false);

    private static final String LISTEN_HELP = """
              --host HOST    the name or address to listen on (default 127.0.0.1)
              --port PORT    the port, 0 for any free one (default 8080)
            """;

    private static final String HELP = """
              --help         print this and end
            """;

    /**
     * Reads the options.
     *
     * @param options what stands behind the name
     * @param program may have options of its own
     */
    static ProgramLine parse(List<String> options, Program program) throws UsageException {
        var line = DEFAULTS;
        var rest = options.iterator();
        while (rest.hasNext()) {
            var option = rest.next();
            if (option.equals("--help")) {
                line = new ProgramLine(line.host, line.port, /* help= */ true);
                continue;
            }
            boolean own = !program.listens() || !List.of("--host", "--port").contains(option);
            var setting = own ? CommandLine.own(option, program.about(), program.option(option)) : null;
            if (!rest.hasNext()) {
                throw new UsageException(option + " needs a value");
            }
            var value = rest.next();
            if (setting != null) {
                setting.set(value);
            } else if (option.equals("--host")) {
                line = new ProgramLine(CommandLine.host(value), line.port, line.help);
            } else {
                line = new ProgramLine(line.host, CommandLine.port(value), line.help);
            }
        }
        return line;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    static String help(Program program) {
        var about = program.about();
        return "usage: loomlet " + about.name() + " [options]\n\n" + about.summary() + "\n\n" + program.optionHelp()
                + (program.listens() ? LISTEN_HELP : "") + HELP + "\nTry it with:\n  "
                + about.example().replace("ADDRESS", DEFAULTS.host + " " + DEFAULTS.port) + "\n";
    }
}
