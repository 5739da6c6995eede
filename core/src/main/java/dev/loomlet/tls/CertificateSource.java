package dev.loomlet.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where certificates with their keys are. */
sealed interface CertificateSource permits PemSource, KeyStoreSource, DevelopmentSource {

    /**
     * Reads them.
     *
     * @throws IOException if a file is missing or wrong; the message says which and why
     */
    List<ServerCertificate> load() throws IOException;

    /** The files it reads. */
    List<Path> files();
}
