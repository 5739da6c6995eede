/**
 * The server: each accepted connection on a virtual thread of its own, calling a plain synchronous {@link
 * dev.loomlet.wsgi.Application}. Start with {@link dev.loomlet.server.Server}.
 */
module dev.loomlet.server {
    requires static org.jspecify;
    requires transitive dev.loomlet.core;
    requires org.jctools.core;
    requires jdk.jfr;
    requires transitive undertow.core;
    requires xnio.api;

    exports dev.loomlet.server;
    exports dev.loomlet.server.websocket;
}
