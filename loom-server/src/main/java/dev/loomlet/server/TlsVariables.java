package dev.loomlet.server;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a connection's TLS, by the names of Apache's mod_ssl; cipher suites have their registered names, where mod_ssl has
 * OpenSSL's. Those of the client's certificate are there only if it sent one that is trusted. Pure functions.
 */
final class TlsVariables {

    private static final String HTTPS = "HTTPS";
    private static final String CERT_CHAIN = "SSL_CLIENT_CERT_CHAIN_";

    private static final List<String> KEYS = List.of(
            HTTPS,
            "SSL_PROTOCOL",
            "SSL_CIPHER",
            "SSL_CIPHER_USEKEYSIZE",
            "SSL_SESSION_ID",
            "SSL_TLS_SNI",
            "SSL_CLIENT_VERIFY",
            "SSL_CLIENT_M_VERSION",
            "SSL_CLIENT_M_SERIAL",
            "SSL_CLIENT_S_DN",
            "SSL_CLIENT_S_DN_CN",
            "SSL_CLIENT_I_DN",
            "SSL_CLIENT_I_DN_CN",
            "SSL_CLIENT_V_START",
            "SSL_CLIENT_V_END",
            "SSL_CLIENT_A_SIG",
            "SSL_CLIENT_A_KEY",
            "SSL_CLIENT_CERT");

    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:\\\\.|[^,+\\\\])+)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int LINE = 64;

    private TlsVariables() {}

    /** The keys that have a value. */
    static List<String> keys(SSLSession session) {
        var keys = new ArrayList<>(KEYS);
        for (int i = 0; i < clientChain(session).size() - 1; i++) {
            keys.add(CERT_CHAIN + i);
        }
        return keys;
    }

    /** The value of {@code key}, null if it has none. */
    static @Nullable String of(SSLSession session, String key) {
        return switch (key) {
            case HTTPS -> "on";
            case "SSL_PROTOCOL" -> session.getProtocol();
            case "SSL_CIPHER" -> session.getCipherSuite();
            case "SSL_CIPHER_USEKEYSIZE" -> keySize(session.getCipherSuite());
            case "SSL_SESSION_ID" -> HexFormat.of().formatHex(session.getId());
            case "SSL_TLS_SNI" -> serverName(session);
            case "SSL_CLIENT_VERIFY" -> clientChain(session).isEmpty() ? "NONE" : "SUCCESS";
            default -> key.startsWith("SSL_CLIENT_") ? ofClient(clientChain(session), key) : null;
        };
    }

    private static @Nullable String keySize(String cipherSuite) {
        return cipherSuite.contains("256_GCM") || cipherSuite.contains("256_C") || cipherSuite.contains("CHACHA20")
                ? "256"
                : cipherSuite.contains("AES_128") ? "128" : null;
    }

    private static @Nullable String serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (var name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private static List<X509Certificate> clientChain(SSLSession session) {
        try {
            var chain = new ArrayList<X509Certificate>();
            for (var certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            return chain;
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static @Nullable String ofClient(List<X509Certificate> chain, String key) {
        if (chain.isEmpty()) {
            return null;
        }
        var certificate = chain.getFirst();
        return switch (key) {
            case "SSL_CLIENT_M_VERSION" -> Integer.toString(certificate.getVersion());
            case "SSL_CLIENT_M_SERIAL" ->
                certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
            case "SSL_CLIENT_S_DN" -> certificate.getSubjectX500Principal().getName();
            case "SSL_CLIENT_S_DN_CN" ->
                commonName(certificate.getSubjectX500Principal().getName());
            case "SSL_CLIENT_I_DN" -> certificate.getIssuerX500Principal().getName();
            case "SSL_CLIENT_I_DN_CN" ->
                commonName(certificate.getIssuerX500Principal().getName());
            case "SSL_CLIENT_V_START" -> TIME.format(certificate.getNotBefore().toInstant());
            case "SSL_CLIENT_V_END" -> TIME.format(certificate.getNotAfter().toInstant());
            case "SSL_CLIENT_A_SIG" -> certificate.getSigAlgName();
            case "SSL_CLIENT_A_KEY" -> certificate.getPublicKey().getAlgorithm();
            case "SSL_CLIENT_CERT" -> pem(certificate);
            default -> key.startsWith(CERT_CHAIN) ? ofChain(chain, key) : null;
        };
    }

    private static @Nullable String ofChain(List<X509Certificate> chain, String key) {
        for (int i = 1; i < chain.size(); i++) {
            if (key.equals(CERT_CHAIN + (i - 1))) {
                return pem(chain.get(i));
            }
        }
        return null;
    }

    private static @Nullable String commonName(String name) {
        var found = COMMON_NAME.matcher(name);
        return found.find() ? found.group(1) : null;
    }

    private static String pem(X509Certificate certificate) {
        try {
            var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was received cannot be encoded", e);
        }
    }
}
