package dev.loomlet.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A certificate with what vouches for it, and its key.
 *
 * @param chain the certificate, then those of who signed
 * @param key the certificate's private key
 * @param names the DNS names it is for, in lower case, {@code *.} in front for all of a domain
 * @param origin where it is from, for messages
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key, Set<String> names, String origin) {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.tls");
    private static final int DNS_NAME = 2;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]+)");

    /**
     * Checks that key and certificate belong together, and warns of a certificate that is not valid now.
     *
     * @throws IOException if they do not
     */
    static ServerCertificate of(List<X509Certificate> chain, PrivateKey key, String origin) throws IOException {
        var certificate = chain.getFirst();
        try {
            if (!belongs(key, certificate)) {
                throw new IOException(origin + ": the private key is not the certificate's");
            }
            warnIfInvalid(certificate, origin);
            return new ServerCertificate(List.copyOf(chain), key, namesOf(certificate), origin);
        } catch (GeneralSecurityException e) {
            throw new IOException(origin + ": the certificate or its key is malformed: " + e.getMessage(), e);
        }
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        var message = new byte[] {1};
        if (!kind(key.getAlgorithm()).equals(kind(certificate.getPublicKey().getAlgorithm()))) {
            return false;
        }
        var signing = signature(key.getAlgorithm());
        signing.initSign(key);
        signing.update(message);
        var verifying = signature(key.getAlgorithm());
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(message);
        try {
            return verifying.verify(signing.sign());
        } catch (java.security.SignatureException e) {
            /* Of another length, say: another key. */
            return false;
        }
    }

    /** The JDK calls keys on Edwards curves by two names. */
    private static String kind(String algorithm) {
        return algorithm.startsWith("Ed") ? "EdDSA" : algorithm;
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        return switch (kind(algorithm)) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "EdDSA" -> Signature.getInstance("EdDSA");
            default -> {
                var pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
        };
    }

    private static void warnIfInvalid(X509Certificate certificate, String origin) {
        var now = Instant.now();
        var end = certificate.getNotAfter().toInstant();
        var begin = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            LOG.log(System.Logger.Level.WARNING, origin + ": the certificate expired at " + end);
        } else if (now.isBefore(begin)) {
            LOG.log(System.Logger.Level.WARNING, origin + ": the certificate is not valid before " + begin);
        }
    }

    /* RFC 9525 §4: the alternative names; the common name only where there are none, as in old private ones. */
    private static Set<String> namesOf(X509Certificate certificate) throws CertificateParsingException {
        var names = new HashSet<String>();
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (var alternative : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } else {
            var commonName =
                    COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
            if (commonName.find()) {
                names.add(commonName.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return Set.copyOf(names);
    }
}
