package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Optional;

/** What a {@link Response} says in its header fields; each method that sets one returns another response. */
abstract sealed class ResponseFields permits Response {

    /**
     * Returns the header fields that were set. Some come when it is sent: {@code Content-Length}, the type of a page of
     * {@link Response#error(int)}.
     *
     * @return the fields
     */
    public abstract Headers headers();

    /**
     * Sets all header fields.
     *
     * @param newHeaders the fields
     * @return the changed response
     */
    public abstract Response headers(Headers newHeaders);

    /**
     * Returns a header field.
     *
     * @param name its name in any case
     * @return the first value of that name, or empty
     */
    public Optional<String> header(String name) {
        return headers().first(name);
    }

    /**
     * Sets a header field, in place of any of that name.
     *
     * @param name its name
     * @param value its only value
     * @return the changed response
     * @throws IllegalArgumentException if name or value is not legal
     */
    public Response header(String name, String value) {
        return headers(headers().set(name, value));
    }

    /**
     * Adds a header field behind those there are.
     *
     * @param name its name
     * @param value its value
     * @return the changed response
     * @throws IllegalArgumentException if name or value is not legal
     */
    public Response addHeader(String name, String value) {
        return headers(headers().with(name, value));
    }

    /**
     * Takes a header field out.
     *
     * @param name its name in any case
     * @return the changed response
     */
    public Response withoutHeader(String name) {
        return headers(headers().without(name));
    }

    /**
     * Sets the content type.
     *
     * @param type a media type with its parameters
     * @return the changed response
     * @throws IllegalArgumentException if {@code type} has a character that may not be sent
     */
    public Response contentType(String type) {
        return header("Content-Type", type);
    }

    /**
     * Sets the content type.
     *
     * @param type the type
     * @return the changed response
     */
    public Response contentType(MediaType type) {
        return contentType(type.toString());
    }

    /**
     * Returns the content type.
     *
     * @return the type; empty if there is none or it is malformed
     */
    public Optional<MediaType> contentType() {
        return header("Content-Type").flatMap(MediaType::parse);
    }

    /**
     * Returns the charset that the content type names.
     *
     * @return the charset; empty if none is named or it is not known
     */
    public Optional<Charset> charset() {
        return contentType().flatMap(MediaType::charset);
    }

    /**
     * Adds a cookie.
     *
     * @param cookie the cookie
     * @return the changed response
     */
    public Response cookie(SetCookie cookie) {
        return addHeader("Set-Cookie", cookie.toString());
    }

    /**
     * Adds a cookie for this site, {@code Path=/; HttpOnly; SameSite=Lax}, that lasts until the browser ends.
     *
     * @param name its name
     * @param value its value
     * @return the changed response
     * @throws IllegalArgumentException if name or value cannot be sent
     */
    public Response cookie(String name, String value) {
        return cookie(SetCookie.builder(name, value)
                .path("/")
                .httpOnly()
                .sameSite(SameSite.LAX)
                .build());
    }

    /**
     * Has the client forget a cookie of path {@code /}. For another path or domain, see {@link SetCookie#delete}.
     *
     * @param name its name
     * @return the changed response
     * @throws IllegalArgumentException if {@code name} cannot be sent
     */
    public Response deleteCookie(String name) {
        return cookie(SetCookie.delete(name).path("/").build());
    }

    /**
     * Sets the {@code ETag}.
     *
     * @param tag the representation's tag
     * @return the changed response
     */
    public Response etag(EntityTag tag) {
        return header("ETag", tag.toString());
    }

    /**
     * Returns the {@code ETag}.
     *
     * @return the tag; empty if there is none or it is malformed
     */
    public Optional<EntityTag> etag() {
        return header("ETag").flatMap(EntityTag::parse);
    }

    /**
     * Sets {@code Last-Modified}.
     *
     * @param time when what is sent was changed; cut to seconds
     * @return the changed response
     */
    public Response lastModified(Instant time) {
        return header("Last-Modified", HttpDate.format(time));
    }

    /**
     * Returns {@code Last-Modified}.
     *
     * @return the time; empty if there is none or it is malformed
     */
    public Optional<Instant> lastModified() {
        return header("Last-Modified").flatMap(HttpDate::parse);
    }

    /**
     * Sets {@code Cache-Control}.
     *
     * @param directives what caches may do
     * @return the changed response
     */
    public Response cacheControl(CacheControl directives) {
        return header("Cache-Control", directives.toString());
    }

    /**
     * Returns {@code Cache-Control}.
     *
     * @return the directives of all its fields, none if there is none
     */
    public CacheControl cacheControl() {
        return CacheControl.parse(String.join(", ", headers().all("Cache-Control")));
    }

    /**
     * Adds to {@code Vary} the request's fields that the response was chosen by; those it has are not repeated.
     *
     * @param fields names of fields, or {@code *}
     * @return the changed response
     * @throws IllegalArgumentException if one of them is no name
     */
    public Response vary(String... fields) {
        return headers(Vary.with(headers(), fields));
    }

    /**
     * Has the client save the body as a file ({@code Content-Disposition}, RFC 6266).
     *
     * @param filename the name it suggests, any text
     * @return the changed response
     * @throws IllegalArgumentException if {@code filename} is empty or has a control character
     */
    public Response attachment(String filename) {
        return header("Content-Disposition", Disposition.of("attachment", filename));
    }

    /**
     * Names the body, for when the client saves it, without asking it to.
     *
     * @param filename the name, any text
     * @return the changed response
     * @throws IllegalArgumentException if {@code filename} is empty or has a control character
     */
    public Response inline(String filename) {
        return header("Content-Disposition", Disposition.of("inline", filename));
    }
}
