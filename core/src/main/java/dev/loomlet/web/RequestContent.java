package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;

/** The query, the cookies and the body of a {@link Request}. */
abstract sealed class RequestContent extends RequestFields permits Request {

    RequestContent(Environ environ) {
        super(environ);
    }

    /**
     * Returns the query (WebOb's {@code GET}).
     *
     * @return names and values, decoded; bytes that are not UTF-8 became U+FFFD
     * @throws HttpException 400 if they are more than {@value QueryString#MAX_PAIRS}
     */
    public Params query() {
        return parsed(Environ.QUERY_STRING, query -> QueryString.parse(query.orElse("")))
                .orElseThrow(
                        () -> HttpException.badRequest("the query has more than " + QueryString.MAX_PAIRS + " values"));
    }

    /**
     * Returns the cookies.
     *
     * @return names and values; bytes that are not UTF-8 became U+FFFD, and what is no cookie is left out
     */
    public Params cookies() {
        return parsed("HTTP_COOKIE", field -> Cookies.parse(field.orElse("")));
    }

    /**
     * Reads the body as a form (WebOb's {@code POST}) within the {@linkplain FormLimits#defaults() usual limits}.
     *
     * @return fields and files
     * @throws HttpException as {@link #form(FormLimits)}
     * @throws IOException as {@link #form(FormLimits)}
     */
    public Form form() throws IOException {
        return form(FormLimits.defaults());
    }

    /**
     * Reads the body as a form, if its Content-Type is {@code application/x-www-form-urlencoded} or {@code multipart/form-data}, whatever the
     * method. The body of another type is not touched, and the form empty. Names and values are UTF-8, or what the type and RFC 7578 §4.6 say;
     * malformed bytes become U+FFFD.
     *
     * <p>Read once: the form is kept in the environ at {@value Request#FORM}, also for other views of it and whatever the limits then, for as
     * long as the Content-Type is the same and the body has nothing more to read. It is closed by a posthook. To have the bytes as well, call
     * {@link #bytes()} before.
     *
     * <p>It blocks as the body does, and as files do where an upload goes to disk.
     *
     * @param limits what the form may cost
     * @return fields and files
     * @throws HttpException 400 if the form is malformed, 413 if it is beyond a limit; the same again at the next call
     * @throws IOException if the body is malformed or truncated, comes too slowly, or the client has gone; or if a temporary file cannot be
     *     written, or the thread is interrupted while it is
     */
    public Form form(FormLimits limits) throws IOException {
        return KeptForm.of(environ(), limits);
    }

    /**
     * Returns the query and behind it the fields of the form (WebOb's {@code params}). The files are in the {@link #form()} alone.
     *
     * @return names and values
     * @throws HttpException as {@link #query()} and {@link #form()}
     * @throws IOException as {@link #form()}
     */
    public Params params() throws IOException {
        return query().plus(form().fields());
    }

    /**
     * Returns the body as a stream (WebOb's {@code body_file}).
     *
     * @return {@link Environ#WSGI_INPUT}
     * @throws IllegalStateException if the environ has none
     */
    public InputBody stream() {
        return environ().input();
    }

    /**
     * Returns the body, if it has no more than {@value Request#MAX_BODY_BYTES} bytes (WebOb's {@code body}).
     *
     * @return the bytes
     * @throws HttpException as {@link #bytes(int)}
     * @throws IOException as {@link #bytes(int)}
     */
    public byte[] bytes() throws IOException {
        return bytes(Request.MAX_BODY_BYTES);
    }

    /**
     * Reads what is left of the body, once, blocking as it does. The bytes are put into the environ as its body, at {@value Request#BODY} and
     * as its stream, so that the {@link #stream()} and the {@link #form()} can be read afterwards.
     *
     * @param most how many bytes it may have, at least 0
     * @return the bytes, not to be changed
     * @throws HttpException 413 if it has more
     * @throws IOException if the body is malformed or truncated, comes too slowly, or the client has gone
     * @throws IllegalArgumentException if {@code most} is negative
     * @throws IllegalStateException if the body was read by {@link #form()}
     */
    public byte[] bytes(int most) throws IOException {
        if (most < 0) {
            throw new IllegalArgumentException("most " + most + " is negative");
        }
        return KeptBody.read(environ(), most);
    }

    /**
     * Returns the body as text.
     *
     * @return {@link #bytes()} decoded by {@link #charset()}
     * @throws HttpException as {@link #bytes()}; 400 if the bytes are not of that charset, 415 if it is not known
     * @throws IOException as {@link #bytes()}
     */
    public String text() throws IOException {
        var charset = charset();
        return Texts.decode(bytes(), charset, "body");
    }

    /**
     * Returns the body as JSON, read by a library of one's choice: {@code request.json(text -> mapper.readTree(text))}.
     *
     * @param parser reads {@link #text()}, whatever the Content-Type
     * @param <T> what it makes of it
     * @return what the parser made of it
     * @throws HttpException as {@link #text()}; 400 if the parser throws, with that as its cause
     * @throws IOException as {@link #text()}
     */
    public <T> T json(Request.JsonParser<T> parser) throws IOException {
        var text = text();
        try {
            return parser.parse(text);
        } catch (HttpException e) {
            throw e;
        } catch (Exception e) {
            throw HttpException.badRequest("the body is not the JSON that is expected")
                    .causedBy(e);
        }
    }
}
