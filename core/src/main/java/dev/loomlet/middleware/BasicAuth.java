package dev.loomlet.middleware;

import dev.loomlet.web.Authorization;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.NativeStrings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks for a user's name and password by the scheme Basic, in UTF-8 (RFC 7617), and answers 401 to who has none that is right.
 *
 * {@snippet lang = java :
 * BasicAuth.of("staff", (user, password) -> directory.verify(user, password))
 * }
 *
 * <p>The application finds the name in {@code REMOTE_USER}, a native string, and {@code Basic} in {@code AUTH_TYPE}. Password and name come
 * with every request, readable for who listens: only over TLS are they safe. Nothing limits how often somebody may try; {@link
 * RateLimit} does.
 *
 * <p>Immutable; on the requests' threads, where the check may block.
 */
public final class BasicAuth implements Middleware {

    private static final String AUTH_TYPE = "AUTH_TYPE";

    /** Knows who is who. */
    @FunctionalInterface
    public interface Check {

        /**
         * Tells whether this is the user's password. Passwords should be kept as what a slow hash makes of them, and compared in a time that
         * says nothing, as {@link MessageDigest#isEqual} does.
         *
         * @param user a name without controls and colons
         * @param password a password without controls
         * @return whether it is right
         * @throws Exception if that cannot be told, which goes on to the server
         */
        boolean accepts(String user, String password) throws Exception;
    }

    private final String challenge;
    private final Check check;

    private BasicAuth(String challenge, Check check) {
        this.challenge = challenge;
        this.check = check;
    }

    /**
     * Lets through whom {@code check} accepts.
     *
     * @param realm what the browser may tell its user that the password is for; printable ASCII
     * @param check called for each request that has a name and a password, on its thread
     * @return the middleware
     * @throws IllegalArgumentException if {@code realm} has another character
     */
    public static BasicAuth of(String realm, Check check) {
        if (realm.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("realm has a character that is not printable ASCII");
        }
        var quoted = realm.replace("\\", "\\\\").replace("\"", "\\\"");
        return new BasicAuth(
                "Basic realm=\"" + quoted + "\", charset=\"UTF-8\"", Objects.requireNonNull(check, "check"));
    }

    /**
     * Lets through some users. How long the comparison takes says neither whether there is such a user nor how much of a password is right.
     *
     * @param realm what the browser may tell its user that the password is for; printable ASCII
     * @param passwords by name; not kept as they are, but in memory all the same
     * @return the middleware
     * @throws IllegalArgumentException if {@code realm} has another character
     */
    public static BasicAuth of(String realm, Map<String, String> passwords) {
        var digests = new HashMap<String, byte[]>();
        passwords.forEach((user, password) -> digests.put(user, digest(password)));
        var nobodys = new byte[digest("").length];
        return of(realm, (user, password) -> {
            var known = digests.getOrDefault(user, nobodys);
            return MessageDigest.isEqual(known, digest(password));
        });
    }

    private static byte[] digest(String password) {
        return Digests.sha256(password.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> {
            var user = user(environ);
            if (user.isEmpty()) {
                return Response.error(401).header("WWW-Authenticate", challenge).call(environ, startResponse);
            }
            environ.put(AccessLogging.REMOTE_USER, NativeStrings.encodeUtf8(user.get()));
            environ.put(AUTH_TYPE, "Basic");
            return application.call(environ, startResponse);
        };
    }

    private Optional<String> user(Environ environ) throws Exception {
        var basic =
                environ.header("Authorization").flatMap(Authorization::parse).flatMap(Authorization::basic);
        return basic.isPresent()
                        && check.accepts(basic.get().user(), basic.get().password())
                ? Optional.of(basic.get().user())
                : Optional.empty();
    }
}
