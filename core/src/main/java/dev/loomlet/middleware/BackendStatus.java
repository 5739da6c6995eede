package dev.loomlet.middleware;

import java.net.URI;

/**
 * How a backend of a {@link Balance} is, at one moment.
 *
 * @param uri where it is
 * @param isUp whether it is sent requests
 * @param active requests in progress
 * @param requests all that it was sent, each try counted
 * @param failures those that it gave no answer to
 */
public record BackendStatus(URI uri, boolean isUp, int active, long requests, long failures) {}
