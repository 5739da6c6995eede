package dev.loomlet.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate that nobody but its maker vouches for, to try TLS with: made in memory, for 90 days, with a new key on the curve P-256.
 * Clients refuse it unless they are told to trust it, or not to ask ({@code curl -k}). Not for services that strangers use.
 *
 * <p>Immutable, for any thread.
 */
public final class DevelopmentCertificate {

    private static final Duration VALID = Duration.ofDays(90);
    private static final Duration SLOW_CLOCKS = Duration.ofHours(1);
    private static final int SERIAL_BYTES = 16;

    private static final byte[] ECDSA_WITH_SHA256 = Der.oid("1.2.840.10045.4.3.2");
    private static final byte[] COMMON_NAME = Der.oid("2.5.4.3");
    private static final byte[] KEY_USAGE = Der.oid("2.5.29.15");
    private static final byte[] ALTERNATIVE_NAMES = Der.oid("2.5.29.17");
    private static final byte[] BASIC_CONSTRAINTS = Der.oid("2.5.29.19");
    private static final byte[] EXTENDED_KEY_USAGE = Der.oid("2.5.29.37");
    private static final byte[] SERVER_AUTHENTICATION = Der.oid("1.3.6.1.5.5.7.3.1");
    private static final byte[] CLIENT_AUTHENTICATION = Der.oid("1.3.6.1.5.5.7.3.2");
    private static final byte[] TRUE = Der.element(Der.BOOLEAN, new byte[] {(byte) 0xff});
    private static final byte[] DIGITAL_SIGNATURE = Der.element(Der.BIT_STRING, new byte[] {7, (byte) 0x80});

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int LAST_YEAR_OF_UTC_TIME = 2049;
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final List<String> names;

    private DevelopmentCertificate(KeyPair keys, X509Certificate certificate, List<String> names) {
        this.keys = keys;
        this.certificate = certificate;
        this.names = names;
    }

    /**
     * Makes a certificate. Takes some milliseconds.
     *
     * @param names DNS names and IP addresses it is for, the first its subject too; none is localhost, 127.0.0.1 and ::1
     * @return the new certificate
     * @throws IllegalArgumentException if a name is neither a DNS name nor an IP address
     */
    public static DevelopmentCertificate create(String... names) {
        var all = names.length == 0 ? List.of("localhost", "127.0.0.1", "::1") : List.of(names);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            return new DevelopmentCertificate(keys, PemSource.parse(signed(all, keys, Instant.now())), all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a certificate", e);
        }
    }

    /* RFC 5280 §4.1: Certificate */
    private static byte[] signed(List<String> names, KeyPair keys, Instant now) throws GeneralSecurityException {
        var algorithm = Der.sequence(ECDSA_WITH_SHA256);
        var toBeSigned = toBeSigned(names, keys, now, algorithm);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(toBeSigned);
        return Der.sequence(toBeSigned, algorithm, Der.bitString(signature.sign()));
    }

    /* RFC 5280 §4.1.1.1: TBSCertificate, version 3 */
    private static byte[] toBeSigned(List<String> names, KeyPair keys, Instant now, byte[] algorithm) {
        var serial = new byte[SERIAL_BYTES];
        new SecureRandom().nextBytes(serial);
        var name = Der.sequence(Der.element(Der.SET, Der.sequence(COMMON_NAME, utf8(names.getFirst()))));
        return Der.sequence(
                Der.element(Der.context(0), Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(/* signum= */ 1, serial)),
                algorithm,
                name,
                Der.sequence(time(now.minus(SLOW_CLOCKS)), time(now.plus(VALID))),
                name,
                keys.getPublic().getEncoded(),
                Der.element(Der.context(3), extensions(names)));
    }

    private static byte[] extensions(List<String> names) {
        var alternatives =
                names.stream().map(DevelopmentCertificate::generalName).toArray(byte[][]::new);
        return Der.sequence(
                Der.sequence(BASIC_CONSTRAINTS, TRUE, Der.element(Der.OCTET_STRING, Der.sequence())),
                Der.sequence(KEY_USAGE, TRUE, Der.element(Der.OCTET_STRING, DIGITAL_SIGNATURE)),
                Der.sequence(
                        EXTENDED_KEY_USAGE,
                        Der.element(Der.OCTET_STRING, Der.sequence(SERVER_AUTHENTICATION, CLIENT_AUTHENTICATION))),
                Der.sequence(ALTERNATIVE_NAMES, Der.element(Der.OCTET_STRING, Der.sequence(alternatives))));
    }

    private static byte[] utf8(String text) {
        return Der.element(Der.UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /* RFC 5280 §4.1.2.5 */
    private static byte[] time(Instant time) {
        boolean early = time.atZone(ZoneOffset.UTC).getYear() <= LAST_YEAR_OF_UTC_TIME;
        return Der.element(
                early ? Der.UTC_TIME : Der.GENERALIZED_TIME,
                (early ? UTC_TIME : GENERALIZED_TIME).format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /* RFC 5280 §4.2.1.6: [2] dNSName, [7] iPAddress */
    private static byte[] generalName(String name) {
        if (name.contains(":") || name.matches("[0-9.]+")) {
            return Der.element(Der.contextPrimitive(7), address(name));
        }
        if (!name.matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("names: " + name + " is neither a DNS name nor an IP address");
        }
        return Der.element(Der.contextPrimitive(2), name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("names: " + literal + " is no IP address", e);
        }
    }

    PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /**
     * Returns the certificate.
     *
     * @return the certificate, to trust in a client of the same program
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Returns the certificate as a file for clients to trust, {@code curl --cacert} for example.
     *
     * @return PEM
     */
    public String certificatePem() {
        return Pem.write("CERTIFICATE", encoded());
    }

    /**
     * Returns the private key as PKCS#8.
     *
     * @return PEM, a secret
     */
    public String privateKeyPem() {
        return Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /**
     * Returns the SHA-256 fingerprint, as browsers show it.
     *
     * @return 32 bytes in hexadecimal, colons between
     */
    public String fingerprint() {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256").digest(encoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed cannot be encoded", e);
        }
    }

    /** Returns for which names it is, and its fingerprint. */
    @Override
    public String toString() {
        return "development certificate for " + String.join(", ", names) + ", SHA-256 " + fingerprint();
    }
}
