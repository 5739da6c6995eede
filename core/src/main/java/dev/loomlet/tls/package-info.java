/**
 * TLS from files, for servers and for sockets of one's own. In the order of the flow:
 *
 * <ol>
 *   <li>{@link dev.loomlet.tls.TlsConfig}, made by a {@link dev.loomlet.tls.TlsConfigBuilder}: which files, whose certificates are asked
 *       for; {@link dev.loomlet.tls.ClientCertificates}
 *   <li>{@link dev.loomlet.tls.TlsContext}: what was loaded, and loads again when files change; {@code FileStamp} notices
 *   <li>{@code CertificateSource}: where a certificate and its key are; {@code PemSource}, {@code KeyStoreSource}, {@code
 *       DevelopmentSource} with a {@link dev.loomlet.tls.DevelopmentCertificate}
 *   <li>{@code Pem}, {@code PrivateKeys}, {@code Der}: the formats of the files
 *   <li>{@code ServerCertificate}: a certificate with its key, checked, and the names it is for
 *   <li>{@code SniKeyManager}: which of them a client gets
 * </ol>
 *
 * <p>{@code eventlet.wrap_ssl} is {@link dev.loomlet.tls.TlsContext#wrap TlsContext.wrap}.
 */
@NullMarked
package dev.loomlet.tls;

import org.jspecify.annotations.NullMarked;
