package dev.loomlet.middleware;

import dev.loomlet.web.MediaType;
import dev.loomlet.wsgi.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What {@link StaticFilesBuilder} was told. */
record StaticOptions(
        Path root,
        Optional<String> index,
        Headers headers,
        Function<String, Optional<MediaType>> types,
        Duration trustedFor,
        int keptBytes,
        boolean isPrecompressed,
        boolean isFollowing,
        boolean isShowingHidden) {}
