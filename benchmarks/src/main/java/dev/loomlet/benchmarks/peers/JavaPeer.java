package dev.loomlet.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server whose main is in this package. Its class path has the jars of that server only, not those of the others.
 *
 * @param name its short name
 * @param title its name for tables, without a version
 * @param main the simple name of the class that is started; the class itself needs jars that this process may not have
 * @param artifact the artifact whose version is the server's; empty if the server comes with the JDK or with the benchmarks
 * @param jars prefixes of the names of its jars
 * @param before jars that come first on the class path
 * @param flags what its JVM gets beside the flags of all
 * @param note what is not its default, in words
 */
record JavaPeer(
        String name,
        String title,
        String main,
        String artifact,
        List<String> jars,
        List<Path> before,
        List<String> flags,
        String note)
        implements Peer {

    private static final Set<String> WITH_HTTP2 = Set.of(
            "LoomletServer",
            "HelidonServer",
            "HelidonTunedServer",
            "TomcatServer",
            "UndertowIoServer",
            "UndertowVirtualServer",
            "VertxServer");

    private static final Set<String> WITH_FILES = Set.of("LoomletServer", "HelidonServer", "UndertowIoServer");

    private static final Set<String> WITH_WEBSOCKET =
            Set.of("LoomletServer", "HelidonServer", "UndertowIoServer", "UndertowVirtualServer", "VertxServer");

    /** The same with other jars first. */
    JavaPeer named(String otherName, String otherTitle, List<Path> first) {
        return new JavaPeer(otherName, otherTitle, main, artifact, jars, first, flags, note);
    }

    @Override
    public String title() {
        return artifact.isEmpty()
                ? title
                : title + " " + Install.version(artifact).orElse("(missing)");
    }

    @Override
    public String settings() {
        var ofJvm = Stream.concat(Peers.jvmFlags().stream(), flags.stream()).collect(Collectors.joining(" "));
        return note.isEmpty() ? ofJvm : ofJvm + "; " + note;
    }

    @Override
    public Set<Route> routes() {
        var routes = EnumSet.allOf(Route.class);
        if (!WITH_HTTP2.contains(main)) {
            routes.remove(Route.HTTP2);
        }
        if (!WITH_FILES.contains(main)) {
            routes.remove(Route.STATIC);
        }
        if (!WITH_WEBSOCKET.contains(main)) {
            routes.remove(Route.WEBSOCKET);
        }
        return Collections.unmodifiableSet(routes);
    }

    @Override
    public Optional<String> whyNot(Route route) {
        if (routes().contains(route)) {
            return Optional.empty();
        }
        boolean asynchronous = main.equals("HelidonTunedServer") && route != Route.HTTP2;
        return Optional.of(
                asynchronous
                        ? "with writes that are asynchronous its answers are wrong, or do not come"
                        : "it has none, or has it in another module");
    }

    @Override
    public Optional<String> missing() {
        var lacking = Stream.concat(Stream.of(Install.jar()), before.stream())
                .filter(jar -> !Files.exists(jar))
                .map(jar -> jar + " is missing")
                .findFirst();
        boolean here = artifact.isEmpty() || Install.version(artifact).isPresent();
        return lacking.or(() -> here ? Optional.empty() : Optional.of("no " + artifact + " in target/peers"))
                .map(what -> what + ": build it with mvn -pl core,loom-server,benchmarks -DskipTests package");
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        var missing = missing();
        if (missing.isPresent()) {
            throw new IOException(name + " did not start: " + missing.get());
        }
        var keyStore = KeyStores.pkcs12(folder);
        var own = Files.createDirectories(folder.resolve(name)).toAbsolutePath();
        return Launch.start(name, /* java= */ true, own, ports -> command(ports, keyStore, own));
    }

    private List<String> command(Ports ports, Path keyStore, Path own) {
        var classPath = Stream.of(before, List.of(Install.jar()), Install.peerJars(jars))
                .flatMap(List::stream)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Peers.jvmFlags());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, JavaPeer.class.getPackageName() + "." + main));
        command.addAll(List.of(Integer.toString(ports.http()), Integer.toString(ports.tls())));
        command.addAll(List.of(keyStore.toString(), own.toString()));
        return command;
    }
}
