package dev.loomlet.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A certificate that was made in this program; loading again finds the same.
 *
 * @param made what was made
 */
record DevelopmentSource(DevelopmentCertificate made) implements CertificateSource {

    @Override
    public List<ServerCertificate> load() throws IOException {
        return List.of(ServerCertificate.of(List.of(made.certificate()), made.privateKey(), made.toString()));
    }

    @Override
    public List<Path> files() {
        return List.of();
    }
}
