package dev.loomlet.samples;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.tls.DevelopmentCertificate;
import dev.loomlet.tls.TlsConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * HTTPS: the certificate and its key are a setting, and the application is as it was; it may ask what was negotiated. In Python, with
 * eventlet: {@code wsgi.server(eventlet.wrap_ssl(eventlet.listen(address), certfile=…, keyfile=…, server_side=True), app)}.
 *
 * <p>Without files of one's own a certificate is made that only this machine's curious trust, so curl is told not to ask for it.
 *
 * <pre>
 *   curl -k https://127.0.0.1:8080/
 * </pre>
 */
final class Tls implements Sample {

    private Optional<Path> certificate = Optional.empty();
    private Optional<Path> key = Optional.empty();

    private static Iterable<byte[]> answer(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
        return Body.of("Hello over " + environ.get(Environ.SERVER_PROTOCOL) + " and " + environ.get("SSL_PROTOCOL")
                + ", " + environ.get("SSL_CIPHER") + "\r\n");
    }

    @Override
    public Application application() {
        return Tls::answer;
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        return Server.spawn(application(), config.toBuilder().tls(tls()).build());
    }

    private TlsConfig tls() {
        if (certificate.isEmpty() && key.isEmpty()) {
            var made = DevelopmentCertificate.create();
            System.err.println("loomlet: " + made);
            return TlsConfig.builder().certificate(made).build();
        }
        /* One file may hold both. */
        var chain = certificate.or(() -> key).get();
        return TlsConfig.builder().certificate(chain, key.orElse(chain)).build();
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public Optional<Option> option(String name) {
        return switch (name) {
            case "--cert" -> Optional.of(value -> certificate = Optional.of(file(name, value)));
            case "--key" -> Optional.of(value -> key = Optional.of(file(name, value)));
            default -> Optional.empty();
        };
    }

    private static Path file(String option, String value) throws UsageException {
        var path = Path.of(value);
        if (!Files.isReadable(path)) {
            throw new UsageException(option + " must be a file that can be read, not " + value);
        }
        return path;
    }

    @Override
    public String optionHelp() {
        return """
                  --cert FILE    PEM with the certificate and those between (default: one made for localhost)
                  --key FILE     PEM with its private key (default: in the same file)
                """;
    }

    @Override
    public About about() {
        return new About("tls", "HTTPS, with a certificate of yours or one made at start", "curl -k URL/");
    }
}
