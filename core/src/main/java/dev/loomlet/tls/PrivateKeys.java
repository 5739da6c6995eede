package dev.loomlet.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys of PEM files: PKCS#8 (RFC 5958), encrypted or not, and what OpenSSL wrote before, PKCS#1 for RSA (RFC 8017) and SEC1 for
 * elliptic curves (RFC 5915).
 */
final class PrivateKeys {

    private static final byte[] RSA = Der.oid("1.2.840.113549.1.1.1");
    private static final byte[] EC = Der.oid("1.2.840.10045.2.1");
    private static final String PBES2 = "1.2.840.113549.1.5.13";

    @SuppressWarnings("ArrayRecordComponent") // compared by what it holds, and nowhere else
    private record Algorithm(byte[] oid, String name) {}

    private static final List<Algorithm> ALGORITHMS = List.of(
            new Algorithm(RSA, "RSA"),
            new Algorithm(EC, "EC"),
            new Algorithm(Der.oid("1.2.840.113549.1.1.10"), "RSASSA-PSS"),
            new Algorithm(Der.oid("1.3.101.112"), "EdDSA"),
            new Algorithm(Der.oid("1.3.101.113"), "EdDSA"));

    private PrivateKeys() {}

    /**
     * Reads the first key of a file.
     *
     * @throws IOException if there is none, or it cannot be read; the message says why
     */
    static PrivateKey read(Path file, Optional<String> password) throws IOException {
        for (var block : Pem.read(file)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                try {
                    return read(block, password);
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    throw new IOException(file + ": the private key cannot be read: " + e.getMessage(), e);
                }
            }
        }
        throw new IOException(file + " has no private key");
    }

    private static PrivateKey read(Pem.Block block, Optional<String> password) throws GeneralSecurityException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> ofPkcs8(block.bytes());
            case "RSA PRIVATE KEY" -> ofPkcs8(pkcs8(block.bytes(), RSA, Der.element(Der.NULL)));
            case "EC PRIVATE KEY" -> ofPkcs8(pkcs8(block.bytes(), EC, curve(block.bytes())));
            case "ENCRYPTED PRIVATE KEY" ->
                decrypt(
                        block.bytes(),
                        password.orElseThrow(
                                () -> new IllegalArgumentException("it is encrypted, and no password is given")));
            default -> throw new IllegalArgumentException("its kind is not supported: " + block.label());
        };
    }

    /* PrivateKeyInfo ::= SEQUENCE { version, AlgorithmIdentifier, OCTET STRING } */
    private static byte[] pkcs8(byte[] key, byte[] algorithm, byte[] parameters) {
        return Der.sequence(
                Der.integer(BigInteger.ZERO), Der.sequence(algorithm, parameters), Der.element(Der.OCTET_STRING, key));
    }

    /* ECPrivateKey ::= SEQUENCE { version, OCTET STRING, [0] parameters, [1] public key } */
    private static byte[] curve(byte[] sec1) {
        return Der.readSequence(sec1).stream()
                .filter(element -> element.tag() == Der.context(0))
                .map(Der.Element::contents)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it does not name its curve"));
    }

    private static PrivateKey ofPkcs8(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm(der)).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static String algorithm(byte[] pkcs8) {
        var parts = Der.readSequence(pkcs8);
        if (parts.size() < 3 || parts.get(1).tag() != Der.SEQUENCE) {
            throw new IllegalArgumentException("it is no PKCS#8");
        }
        var oid = Der.read(parts.get(1).contents()).getFirst().encoded();
        return ALGORITHMS.stream()
                .filter(known -> Arrays.equals(known.oid(), oid))
                .map(Algorithm::name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("its algorithm is not supported"));
    }

    private static PrivateKey decrypt(byte[] der, String password) throws GeneralSecurityException {
        var spec = new PBEKeySpec(password.toCharArray());
        byte[] decrypted;
        try {
            var info = new EncryptedPrivateKeyInfo(der);
            var parameters = info.getAlgParameters();
            /* The JDK names what PBES2 is made of in its parameters' text only. */
            var name = info.getAlgName().equals("PBES2") || info.getAlgName().equals(PBES2)
                    ? parameters.toString()
                    : info.getAlgName();
            var key = SecretKeyFactory.getInstance(name).generateSecret((KeySpec) spec);
            var cipher = Cipher.getInstance(name);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            decrypted = cipher.doFinal(info.getEncryptedData());
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no encrypted PKCS#8", e);
        } catch (javax.crypto.BadPaddingException e) {
            throw new IllegalArgumentException("the password is wrong", e);
        } finally {
            spec.clearPassword();
        }
        try {
            return ofPkcs8(decrypted);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            /* By chance, one wrong password of some 256 gives a right padding. */
            throw new IllegalArgumentException("the password is wrong", e);
        }
    }
}
