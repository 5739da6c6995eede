package dev.loomlet.benchmarks.peers;

import java.nio.file.Path;
import java.util.List;

/** All servers of the comparison. */
public final class Peers {

    private static final String ROBAHO = "robaho.net.httpserver.";

    private static final JavaPeer LOOMLET =
            new JavaPeer("loomlet", "Loomlet", "LoomletServer", "", List.of(), List.of(), List.of(), "");

    private static final JavaPeer LOOMLET_HUB = new JavaPeer(
            "loomlet-hub",
            "Loomlet on hubs",
            "LoomletServer",
            "",
            List.of(),
            List.of(),
            List.of(
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "-Dloomlet.scheduling=hub"),
            "");

    private Peers() {}

    /** Returns every server, ours first, those that are missing on this machine too. */
    public static List<Peer> all() {
        return List.of(
                LOOMLET,
                LOOMLET_HUB,
                helidon("helidon", "Helidon", "HelidonServer", ""),
                helidon(
                        "helidon-tuned",
                        "Helidon, tuned,",
                        "HelidonTunedServer",
                        "backlog and write queue 8192, smart async writes, TCP_NODELAY, no validation, no logging of messages"),
                robaho(),
                java("jetty", "Jetty", "JettyServer", "jetty-server", List.of("jetty-", "slf4j-"), "virtual threads"),
                java("tomcat", "Tomcat", "TomcatServer", "tomcat-embed-core", List.of("tomcat-"), "virtual threads"),
                undertow(
                        "undertow-io",
                        "Undertow, I/O threads,",
                        "UndertowIoServer",
                        "what blocks on " + ServerProcess.WORKERS + " worker threads"),
                undertow(
                        "undertow-vt",
                        "Undertow, virtual threads,",
                        "UndertowVirtualServer",
                        "each request dispatched to a virtual thread, buffer pool without caches of threads"),
                java(
                        "vertx",
                        "Vert.x",
                        "VertxServer",
                        "vertx-core",
                        List.of("vertx-", "netty-", "jackson-core-"),
                        "a verticle a core, native transport, what blocks on " + ServerProcess.WORKERS
                                + " worker threads"),
                jdk(),
                new NginxPeer(),
                new EventletPeer());
    }

    /**
     * Returns our server as some other revision has built it.
     *
     * @param name the short name, such as {@code loomlet-before}
     * @param title the name for tables
     * @param classPath jars that are put before the benchmarks' own, and so hide the server in that
     */
    public static Peer loomlet(String name, String title, List<Path> classPath) {
        return LOOMLET.named(name, title, List.copyOf(classPath));
    }

    /** Returns the flags of the JVM that all Java peers run with. */
    public static List<String> jvmFlags() {
        return List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
    }

    private static JavaPeer java(
            String name, String title, String main, String artifact, List<String> jars, String note) {
        return new JavaPeer(name, title, main, artifact, jars, List.of(), List.of(), note);
    }

    private static JavaPeer helidon(String name, String title, String main, String note) {
        return java(name, title, main, "helidon-webserver", List.of("helidon-"), note);
    }

    private static JavaPeer undertow(String name, String title, String main, String note) {
        var jars = List.of("undertow-", "xnio-", "jboss-", "wildfly-", "smallrye-");
        return java(name, title, main, "undertow-core", jars, note + ", no Connection header");
    }

    /* Both httpservers close idle connections beyond 200 and all that are idle for 30 s, and wait with small packets by default. */

    private static JavaPeer robaho() {
        var flags = List.of(
                "-D" + ROBAHO + "nodelay=true",
                "-D" + ROBAHO + "maxIdleConnections=" + ServerProcess.CONNECTIONS,
                "-D" + ROBAHO + "idleInterval=" + ServerProcess.IDLE_SECONDS);
        return new JavaPeer(
                "robaho",
                "robaho httpserver",
                "RobahoServer",
                "httpserver",
                List.of("httpserver-"),
                List.of(),
                flags,
                "virtual threads");
    }

    private static JavaPeer jdk() {
        var flags = List.of(
                "-Dsun.net.httpserver.nodelay=true",
                "-Dsun.net.httpserver.maxIdleConnections=" + ServerProcess.CONNECTIONS,
                "-Dsun.net.httpserver.idleInterval=" + ServerProcess.IDLE_SECONDS);
        var title = "JDK httpserver " + Runtime.version().feature();
        return new JavaPeer("jdk", title, "JdkServer", "", List.of(), List.of(), flags, "virtual threads");
    }
}
