package dev.loomlet.middleware;

import dev.loomlet.web.MediaType;
import dev.loomlet.web.MediaTypes;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The options of {@link StaticFiles}. For one thread. */
public final class StaticFilesBuilder {

    /** How long what was found is taken for true, if nothing is said. */
    public static final Duration DEFAULT_TRUST = Duration.ofSeconds(1);

    /** The length up to which files are kept in memory, if nothing is said. */
    public static final int DEFAULT_KEPT_BYTES = 64 * 1024;

    private final Path root;
    private Optional<String> index = Optional.of("index.html");
    private Headers headers = Headers.empty();
    private Function<String, Optional<MediaType>> types = MediaTypes::ofName;
    private Duration trustedFor = DEFAULT_TRUST;
    private int keptBytes = DEFAULT_KEPT_BYTES;
    private boolean isPrecompressed = true;
    private boolean isFollowing;
    private boolean isShowingHidden;

    StaticFilesBuilder(Path root) {
        this.root = root;
    }

    /**
     * Sets what is sent for a folder; {@code index.html} by default.
     *
     * @param name a file's name
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is empty or has a slash
     */
    public StaticFilesBuilder index(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("name of the index is empty or has a slash");
        }
        index = Optional.of(name);
        return this;
    }

    /**
     * Sends nothing for a folder: 404.
     *
     * @return this builder
     */
    public StaticFilesBuilder noIndex() {
        index = Optional.empty();
        return this;
    }

    /**
     * Sets a header field of each file, and of 304.
     *
     * @param name its name
     * @param value its value
     * @return this builder
     * @throws IllegalArgumentException if name or value is not legal
     */
    public StaticFilesBuilder header(String name, String value) {
        headers = headers.set(name, value);
        return this;
    }

    /**
     * Sets {@code Cache-Control}, which is not sent otherwise: clients then guess how long a file lasts (RFC 9111 §4.2.2).
     *
     * @param value as {@code public, max-age=31536000, immutable}
     * @return this builder
     * @throws IllegalArgumentException if {@code value} is not legal
     */
    public StaticFilesBuilder cacheControl(String value) {
        return header("Cache-Control", value);
    }

    /**
     * Sets how media types are told; by default {@link MediaTypes#ofName}. What has none is {@code application/octet-stream}.
     *
     * @param ofName takes a file's path below the root
     * @return this builder
     */
    public StaticFilesBuilder mediaTypes(Function<String, Optional<MediaType>> ofName) {
        types = Objects.requireNonNull(ofName, "ofName");
        return this;
    }

    /**
     * Sets whether the siblings {@code .br}, {@code .zst} and {@code .gz} of a file are sent to who accepts them; they are by default.
     *
     * @param isToBeUsed whether they are
     * @return this builder
     */
    public StaticFilesBuilder precompressed(boolean isToBeUsed) {
        isPrecompressed = isToBeUsed;
        return this;
    }

    /**
     * Sets whether symbolic links that lead out of the folder are followed; by default they are a 404.
     *
     * @param isToBeFollowed whether they are
     * @return this builder
     */
    public StaticFilesBuilder followLinks(boolean isToBeFollowed) {
        isFollowing = isToBeFollowed;
        return this;
    }

    /**
     * Sets whether files and folders are sent whose names begin with a dot; by default they are a 404.
     *
     * @param isToBeShown whether they are
     * @return this builder
     */
    public StaticFilesBuilder dotFiles(boolean isToBeShown) {
        isShowingHidden = isToBeShown;
        return this;
    }

    /**
     * Sets how long what was found is taken for true: a file that changes meanwhile may be sent with its old tag, and one that gets a
     * compressed sibling without it. One that is not kept in memory and is gone, or has another length, is noticed at once.
     *
     * @param time 0 to look each time; by default {@link #DEFAULT_TRUST}
     * @return this builder
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public StaticFilesBuilder trustFor(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time " + time + " is negative");
        }
        trustedFor = time;
        return this;
    }

    /**
     * Sets up to which length a file is kept in memory while what was found is trusted, which saves opening it for each request; of all
     * together at most 16 MiB are.
     *
     * @param most bytes of one file; 0 keeps none; by default {@link #DEFAULT_KEPT_BYTES}
     * @return this builder
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public StaticFilesBuilder keepInMemory(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("most " + most + " is negative");
        }
        keptBytes = most;
        return this;
    }

    /**
     * Makes the application.
     *
     * @return the application
     * @throws IOException if the folder does not exist or is none
     */
    public StaticFiles build() throws IOException {
        return new StaticFiles(new StaticOptions(
                root,
                index,
                headers,
                types,
                trustedFor,
                trustedFor.isZero() ? 0 : keptBytes,
                isPrecompressed,
                isFollowing,
                isShowingHidden));
    }
}
