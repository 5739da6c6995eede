package dev.loomlet.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate by the name that the client asks for (RFC 6066 §3): one for exactly that name, else one for all of its domain,
 * else the first. Of several for the same names, the one whose key the client can use. Immutable, for any thread.
 */
final class SniKeyManager extends X509ExtendedKeyManager {

    private final List<ServerCertificate> certificates;

    /** At least one. */
    SniKeyManager(List<ServerCertificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /** Those for a name, in the order they are given; empty for no name. */
    List<ServerCertificate> forName(String name) {
        var exact = having(name.toLowerCase(Locale.ROOT));
        int dot = name.indexOf('.');
        var found =
                exact.isEmpty() && dot > 0 ? having("*" + name.substring(dot).toLowerCase(Locale.ROOT)) : exact;
        if (!found.isEmpty()) {
            return found;
        }
        var first = certificates.getFirst().names();
        return certificates.stream()
                .filter(certificate -> certificate.names().equals(first))
                .toList();
    }

    private List<ServerCertificate> having(String name) {
        return certificates.stream()
                .filter(certificate -> certificate.names().contains(name))
                .toList();
    }

    private @Nullable String choose(String keyType, @Nullable SSLSession session) {
        for (var certificate : forName(nameIn(session))) {
            var algorithm = certificate.chain().getFirst().getPublicKey().getAlgorithm();
            if (algorithm.equals(keyType) || (keyType.equals("EdDSA") && algorithm.startsWith("Ed"))) {
                return Integer.toString(certificates.indexOf(certificate));
            }
        }
        return null;
    }

    private static String nameIn(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (var name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType, engine == null ? null : engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType, socket instanceof SSLSocket ssl ? ssl.getHandshakeSession() : null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        var aliases = new ArrayList<String>();
        for (int i = 0; i < certificates.size(); i++) {
            aliases.add(Integer.toString(i));
        }
        return aliases.toArray(String[]::new);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return alias == null
                ? null
                : certificates.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return alias == null ? null : certificates.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
