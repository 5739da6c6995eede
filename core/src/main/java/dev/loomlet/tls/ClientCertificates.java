package dev.loomlet.tls;

/** Whether clients are asked for a certificate of their own (mod_ssl's {@code SSLVerifyClient}). */
public enum ClientCertificates {
    /** They are not asked. */
    OFF,
    /** They are asked, and served without one too; one that is not trusted ends the handshake. */
    WANTED,
    /** Without one that is trusted the handshake fails. */
    NEEDED
}
