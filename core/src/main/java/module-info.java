/**
 * The contract between a server and an application, and the green threads both stand on.
 *
 * <ul>
 *   <li>{@link dev.loomlet.wsgi}: PEP 3333 in Java. An {@link dev.loomlet.wsgi.Application} is called with an
 *       {@link dev.loomlet.wsgi.Environ} and a {@link dev.loomlet.wsgi.StartResponse} and returns the body's blocks.
 *   <li>{@link dev.loomlet.web}: what applications are made of above that: responses, server-sent events.
 *   <li>{@link dev.loomlet.middleware}: what stands between a server and an application.
 *   <li>{@link dev.loomlet.green}: eventlet's green threads on the JDK's virtual threads, and sockets for them.
 *   <li>{@link dev.loomlet.tls}: TLS from certificates and keys in files.
 * </ul>
 *
 * Nothing here needs another artifact at run time. {@code jdk.jshell} is needed by {@link dev.loomlet.green.Backdoor} only,
 * {@code java.management} and {@code jdk.management} by {@link dev.loomlet.green.GreenDebug} only: on the module path,
 * {@code --add-modules} brings them.
 */
@SuppressWarnings("module") // the server is compiled later
module dev.loomlet.core {
    requires java.net.http;
    requires java.xml;
    requires static java.management;
    requires static jdk.jshell;
    requires static jdk.management;
    requires static org.jspecify;

    exports dev.loomlet.green;
    exports dev.loomlet.green.spi to
            dev.loomlet.server;
    exports dev.loomlet.middleware;
    exports dev.loomlet.tls;
    exports dev.loomlet.web;
    exports dev.loomlet.wsgi;
}
