/**
 * Requests in files: a rule of HTTP/1.1, the bytes that keep or break it, and what must come of them. The files are the resources
 * {@code requests/}, whose README tells their format; {@link dev.loomlet.server.vectors.RequestVectors} reads them.
 */
package dev.loomlet.server.vectors;
