package dev.loomlet.samples;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Starts a sample: {@code java -jar loomlet-samples.jar NAME [options]}. Without a name it lists them.
 *
 * <p>It serves until SIGINT or SIGTERM, lets requests in progress finish, and exits with 0. What the user did wrong is one line on
 * standard error and exit code 2.
 */
final class Samples {

    /* What the server logs is a line, as what is said here. */
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private static final String USAGE = "usage: loomlet NAME [options]; NAME --help says more";

    static final List<Sample> ALL = List.of(
            new Hello(),
            new Spawned(),
            new ApplicationForms(),
            new IpAllowList(),
            new PathDispatchSample(),
            new MiddlewareStack(),
            new Guestbook(),
            new Streaming(),
            new LiveClock(),
            new Chat(),
            new Upload(),
            new FileSample(),
            new StaticSite(),
            new Tls(),
            new WebobHello(),
            new DjangoStyle(),
            new LoadBalancer(),
            new Xsl(),
            new BackdoorSample(),
            new Echo(),
            new Spin());

    static final List<Program> PROGRAMS = List.of(
            new EchoServer(),
            new ChatServer(),
            new PortForwarder(),
            new ConnectMany(),
            new ProducerConsumer(),
            new RecursiveCrawler(),
            new FeedScraper());

    private Samples() {}

    /**
     * Runs the launcher.
     *
     * @param args the name of a sample, then options
     */
    public static void main(String[] args) throws InterruptedException {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "loomlet: %5$s%6$s%n");
        }
        try {
            run(Arrays.asList(args));
        } catch (UsageException e) {
            /* An argument may hold anything, line ends too. */
            System.err.println("loomlet: " + String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?"));
            System.exit(2);
        }
    }

    private static void run(List<String> args) throws UsageException, InterruptedException {
        if (args.isEmpty() || args.equals(List.of("--help"))) {
            System.out.print(list());
            return;
        }
        var program = PROGRAMS.stream()
                .filter(one -> one.about().name().equals(args.getFirst()))
                .findFirst();
        if (program.isPresent()) {
            run(program.get(), args.subList(1, args.size()));
            return;
        }
        var sample = find(args.getFirst());
        var commandLine = CommandLine.parse(args.subList(1, args.size()), sample);
        if (commandLine.help()) {
            System.out.print(help(sample));
            return;
        }
        serve(sample, commandLine.config());
    }

    private static void run(Program program, List<String> options) throws UsageException, InterruptedException {
        var line = ProgramLine.parse(options, program);
        if (line.help()) {
            System.out.print(ProgramLine.help(program));
            return;
        }
        var ended = new AtomicBoolean();
        onShutdown(() -> {
            if (!ended.get()) {
                Runtime.getRuntime().halt(0);
            }
        });
        try {
            program.run(line.address());
        } catch (UsageException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new UsageException(program.about().name() + " failed: " + e.getMessage());
        } finally {
            ended.set(true);
        }
    }

    private static Sample find(String name) throws UsageException {
        return ALL.stream()
                .filter(sample -> sample.about().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown sample " + name + " (without a name, all are listed)"));
    }

    /** All there are. */
    static List<Sample.About> abouts() {
        return Stream.concat(ALL.stream().map(Sample::about), PROGRAMS.stream().map(Program::about))
                .toList();
    }

    private static String list() {
        var list = new StringBuilder(USAGE + "\n\n");
        abouts().forEach(about -> list.append(String.format("  %-18s %s%n", about.name(), about.summary())));
        return list.toString();
    }

    private static String help(Sample sample) {
        var about = sample.about();
        var defaults = ServerConfig.defaults();
        var example = about.example().replace("URL/", url(sample, defaults, defaults.port()));
        return "usage: loomlet " + about.name() + " [options]\n\n" + about.summary() + "\n\n" + sample.optionHelp()
                + CommandLine.HELP + "\nTry it with:\n  " + example + "\n";
    }

    private static void serve(Sample sample, ServerConfig config) throws UsageException, InterruptedException {
        Server server;
        try {
            server = sample.spawn(config);
        } catch (IOException e) {
            throw new UsageException("cannot serve " + url(sample, config, config.port()) + ": " + e.getMessage());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        stopOnShutdown(server, config.gracePeriod());
        System.out.println(url(sample, config, server.port()));
        System.out.flush();
        server.await();
    }

    private static String url(Sample sample, ServerConfig config, int port) {
        boolean bareIpv6 = config.host().contains(":") && !config.host().startsWith("[");
        return sample.scheme() + "://" + (bareIpv6 ? "[" + config.host() + "]" : config.host()) + ":" + port + "/";
    }

    /**
     * On a signal the JVM would run its hooks and exit with 128 and the signal's number. This hook halts it with 0 as soon as the
     * server has ended. If the server has ended before, by a fault say, the exit code is what it would be.
     */
    private static void stopOnShutdown(Server server, Duration grace) {
        onShutdown(() -> {
            if (!server.isDone()) {
                stop(server, grace);
                System.out.flush();
                Runtime.getRuntime().halt(0);
            }
        });
    }

    private static void onShutdown(Runnable hook) {
        Runtime.getRuntime().addShutdownHook(new Thread(hook, "loomlet-samples-shutdown"));
    }

    private static void stop(Server server, Duration grace) {
        System.out.println("stopping: " + server.connections() + " connections, up to " + grace.toSeconds() + " s");
        System.out.flush();
        try {
            server.stop(grace);
        } catch (InterruptedException e) {
            server.kill();
        }
    }
}
