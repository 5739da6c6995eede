package dev.loomlet.server;

import dev.loomlet.tls.TlsContext;
import dev.loomlet.wsgi.Application;
import java.util.Optional;

/**
 * What all connections of a server share.
 *
 * @param application what answers
 * @param config the settings
 * @param environs makes environs
 * @param clock tells the date
 * @param tls protects its connections, if anything does
 */
record Service(
        Application application,
        ServerConfig config,
        EnvironBuilder environs,
        DateClock clock,
        Optional<TlsContext> tls) {

    private static final String[] PROTOCOLS = {"h2", "http/1.1"};
    private static final String[] HTTP1_ONLY = {"http/1.1"};

    /** A service without TLS. */
    Service(Application application, ServerConfig config, StopSignal stopSignal) {
        this(application, config, stopSignal, Optional.empty());
    }

    Service(Application application, ServerConfig config, StopSignal stopSignal, Optional<TlsContext> tls) {
        this(application, config, new EnvironBuilder(config, stopSignal), new DateClock(), tls);
    }

    /** What a connection's bytes go through: {@code transport}, or TLS over it. */
    Transport protect(Transport transport) {
        return tls.<Transport>map(context -> new TlsTransport(
                        transport, () -> context.serverEngine(config.http2() ? PROTOCOLS : HTTP1_ONLY)))
                .orElse(transport);
    }
}
