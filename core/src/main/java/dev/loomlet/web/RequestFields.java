package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The header fields of a {@link Request}. */
abstract sealed class RequestFields extends RequestUrl permits RequestContent {

    RequestFields(Environ environ) {
        super(environ);
    }

    /**
     * Returns the header fields as the environ has them now: a field once, its name with capitals, a header whose name has an underscore not at
     * all. {@link Environ#HEADERS_RAW} has them as they were sent.
     *
     * @return name and value of each, native strings
     * @throws IllegalArgumentException if somebody has put into the environ what no header may have
     */
    public Headers headers() {
        var fields = new ArrayList<Headers.Field>();
        environ().forEach((key, value) -> {
            if (value instanceof String string) {
                FieldNames.ofKey(key).ifPresent(name -> fields.add(new Headers.Field(name, string)));
            }
        });
        return Headers.of(fields);
    }

    /**
     * Returns a header field.
     *
     * @param name its name, in any case
     * @return its value, a native string; empty if there is none
     */
    public Optional<String> header(String name) {
        return environ().header(name);
    }

    /**
     * Returns what kind of content the body is.
     *
     * @return {@code Content-Type}; empty if there is none, or it is malformed
     */
    public Optional<MediaType> contentType() {
        return parsed(Environ.CONTENT_TYPE, field -> field.flatMap(MediaType::parse));
    }

    /**
     * Returns the charset of the body.
     *
     * @return that of {@code Content-Type}, otherwise UTF-8
     * @throws HttpException 415 if one is named that this JVM does not know
     */
    public Charset charset() {
        var type = contentType();
        if (type.isEmpty() || type.get().parameter("charset").isEmpty()) {
            return StandardCharsets.UTF_8;
        }
        return type.get()
                .charset()
                .orElseThrow(() -> HttpException.unsupportedMediaType("the charset of the body is not known here"));
    }

    /**
     * Returns the size of the body.
     *
     * @return bytes; empty if there is none or it is not known
     * @throws HttpException 400 if {@code Content-Length} is no number (RFC 9110 §8.6)
     */
    public OptionalLong contentLength() {
        try {
            return environ().contentLength();
        } catch (NumberFormatException e) {
            throw HttpException.badRequest("Content-Length is no number").causedBy(e);
        }
    }

    /**
     * Returns {@code If-Match} (RFC 9110 §13.1.1).
     *
     * @return the tags; empty if there is none, or it is malformed
     */
    public Optional<EntityTags> ifMatch() {
        return field("IF_MATCH", EntityTags::parse);
    }

    /**
     * Returns {@code If-None-Match} (RFC 9110 §13.1.2).
     *
     * @return the tags; empty if there is none, or it is malformed
     */
    public Optional<EntityTags> ifNoneMatch() {
        return field("IF_NONE_MATCH", EntityTags::parse);
    }

    /**
     * Returns {@code If-Modified-Since} (RFC 9110 §13.1.3).
     *
     * @return the time; empty if there is none, or it is malformed
     */
    public Optional<Instant> ifModifiedSince() {
        return field("IF_MODIFIED_SINCE", HttpDate::parse);
    }

    /**
     * Returns {@code If-Unmodified-Since} (RFC 9110 §13.1.4).
     *
     * @return the time; empty if there is none, or it is malformed
     */
    public Optional<Instant> ifUnmodifiedSince() {
        return field("IF_UNMODIFIED_SINCE", HttpDate::parse);
    }

    /**
     * Returns {@code If-Range} (RFC 9110 §13.1.5).
     *
     * @return a tag or a time; empty if there is none, or it is malformed
     */
    public Optional<IfRange> ifRange() {
        return field("IF_RANGE", IfRange::parse);
    }

    /**
     * Returns {@code Range} (RFC 9110 §14.2).
     *
     * @return the ranges of bytes; empty if there is none, it is malformed, or of another unit
     */
    public Optional<ByteRanges> range() {
        return field("RANGE", ByteRanges::parse);
    }

    /**
     * Returns {@code Accept}, the types of content that the client takes (RFC 9110 §12.5.1).
     *
     * @return what it takes: anything if it does not say
     */
    public Accept accept() {
        return parsed("HTTP_ACCEPT", Accept::of);
    }

    /**
     * Returns {@code Accept-Charset} (RFC 9110 §12.5.2).
     *
     * @return what it takes: anything if it does not say
     */
    public AcceptCharset acceptCharset() {
        return parsed("HTTP_ACCEPT_CHARSET", AcceptCharset::of);
    }

    /**
     * Returns {@code Accept-Encoding} (RFC 9110 §12.5.3).
     *
     * @return what it takes: anything if it does not say
     */
    public AcceptEncoding acceptEncoding() {
        return parsed("HTTP_ACCEPT_ENCODING", AcceptEncoding::of);
    }

    /**
     * Returns {@code Accept-Language} (RFC 9110 §12.5.4).
     *
     * @return what it takes: anything if it does not say
     */
    public AcceptLanguage acceptLanguage() {
        return parsed("HTTP_ACCEPT_LANGUAGE", AcceptLanguage::of);
    }

    /**
     * Returns {@code Authorization} (RFC 9110 §11.6.2).
     *
     * @return the credentials; empty if there are none, or they are malformed
     */
    public Optional<Authorization> authorization() {
        return field("AUTHORIZATION", Authorization::parse);
    }

    /**
     * Returns {@code Cache-Control} (RFC 9111 §5.2.1).
     *
     * @return the directives; none if there is no such field
     */
    public CacheControl cacheControl() {
        return parsed("HTTP_CACHE_CONTROL", field -> CacheControl.parse(field.orElse("")));
    }

    /**
     * Returns {@code Date}, when the client sent the request (RFC 9110 §6.6.1).
     *
     * @return the time; empty if there is none, or it is malformed
     */
    public Optional<Instant> date() {
        return field("DATE", HttpDate::parse);
    }

    /**
     * Returns {@code Max-Forwards} (RFC 9110 §7.6.2).
     *
     * @return how many proxies may pass on a TRACE or OPTIONS; empty if it is not said, or malformed
     */
    public OptionalInt maxForwards() {
        var value = header("Max-Forwards").orElse("");
        boolean number =
                !value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    /**
     * Returns {@code Pragma} (RFC 9111 §5.4).
     *
     * @return the value; empty if there is none
     */
    public Optional<String> pragma() {
        return header("Pragma");
    }

    /**
     * Returns {@code Referer}, where the client was led here from (RFC 9110 §10.1.3). It is the client's word.
     *
     * @return the value; empty if there is none
     */
    public Optional<String> referer() {
        return header("Referer");
    }

    /**
     * Returns {@code User-Agent} (RFC 9110 §10.1.5).
     *
     * @return the value; empty if there is none
     */
    public Optional<String> userAgent() {
        return header("User-Agent");
    }

    /**
     * Tells whether a script library made the request and says so.
     *
     * @return whether {@code X-Requested-With} is {@code XMLHttpRequest}
     */
    public boolean isXhr() {
        return header("X-Requested-With").filter("XMLHttpRequest"::equals).isPresent();
    }

    /**
     * Removes the fields that make an answer 304 or 206, for an application that is to answer in full (WebOb's {@code
     * remove_conditional_headers}). Those against lost updates, {@code If-Match} and {@code If-Unmodified-Since}, stay.
     */
    public void removeConditionalHeaders() {
        for (var name : new String[] {"RANGE", "IF_RANGE", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "ACCEPT_ENCODING"}) {
            environ().remove("HTTP_" + name);
        }
    }

    private <T> Optional<T> field(String name, Function<String, Optional<T>> parser) {
        return parsed("HTTP_" + name, field -> field.flatMap(parser));
    }

    /** What {@code parser}, always the same for one key, makes of the string at {@code key}, if there is one. */
    final <T> T parsed(String key, Function<Optional<String>, T> parser) {
        return ParsedValues.get(environ(), key, parser);
    }
}
