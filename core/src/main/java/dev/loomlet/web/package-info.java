/**
 * What an application is made of above the contract: helpers that are plain values and functions over {@link dev.loomlet.wsgi}.
 *
 * <p>Requests:
 *
 * <ol>
 *   <li>{@link dev.loomlet.web.Request}: a view of an environ, in {@code RequestUrl}, {@code RequestFields} and {@code RequestContent}
 *   <li>{@code Hosts}, {@code PathSegments}, {@code RoutingArgs}, {@code References}, {@code Texts}: parts of its URL;
 *       {@code FieldNames}: its header fields; {@code ParsedValues}: what was read of them
 *   <li>{@code KeptBody}, {@code KeptForm}: its body, read once
 *   <li>{@code FormReader}, {@code MultipartForm}: the body as a {@link dev.loomlet.web.Form} within {@link dev.loomlet.web.FormLimits}
 *   <li>{@code MultipartReader}, {@code BoundaryScanner}, {@code FormDisposition}: its parts as they come (RFC 7578, RFC 2046 §5.1)
 *   <li>{@link dev.loomlet.web.Upload}, {@code Spool}: a file of it
 *   <li>{@link dev.loomlet.web.RequestBuilder}, {@code BlankUrl}, {@code MultipartWriter}: a request that is made up, and {@code Call},
 *       {@code Posthooks}: an application called with it; {@link dev.loomlet.web.Result}: what it answered
 * </ol>
 *
 * <p>Who asks: {@link dev.loomlet.web.Network}, {@code IpLiterals}: addresses; {@link dev.loomlet.web.TrustedProxies}, {@code
 * ForwardedHops}: the client behind proxies.
 *
 * <p>Responses:
 *
 * <ol>
 *   <li>{@link dev.loomlet.web.Response}: a response, which is an application
 *   <li>{@link dev.loomlet.web.HttpException}: one that is thrown
 *   <li>{@code Content}: what it sends; {@code ProblemPage}: a page that says what went wrong
 *   <li>{@link dev.loomlet.web.Html}: text within HTML
 *   <li>{@code ResponseFields}: its header fields; {@link dev.loomlet.web.Vary}, {@code Disposition}, {@code Locations}: some of them
 *   <li>{@code Sending}: what becomes of it for one request
 *   <li>{@code Source}: its body, opened; {@code BodyTag}: the tag of that; {@link dev.loomlet.web.MediaTypes}: the type of a file
 *   <li>{@link dev.loomlet.web.Preconditions}: 304 and 412 (RFC 9110 §13)
 *   <li>{@code Ranges}, {@code MultipartRanges}: 206 and 416 (RFC 9110 §14)
 * </ol>
 *
 * <p>Server-sent events (WHATWG HTML, "Server-sent events"), in the order of their way to a client:
 *
 * <ol>
 *   <li>{@link dev.loomlet.web.ServerSentEvent}: one event
 *   <li>{@link dev.loomlet.web.EventSource}: where a stream takes its events from: any queue, or of one's own
 *   <li>{@link dev.loomlet.web.EventQueue}: the bounded queue between threads that send and one client
 *   <li>{@link dev.loomlet.web.EventBroadcast}: what is sent once goes to many clients
 *   <li>{@code SpawnedSource}: events that a green thread sends
 *   <li>{@link dev.loomlet.web.EventStream}: the response
 *   <li>{@code EventBlocks}: its blocks, events and heartbeats
 * </ol>
 *
 * <p>Header values, each immutable, read in one pass and written as it is sent. What a client sends is never an exception: a parser
 * returns nothing for what it cannot read, or leaves it out, and says which.
 *
 * <ol>
 *   <li>{@code Grammar}, {@code FieldScanner}, {@code Parameters}: what the fields share (RFC 9110 §5.6)
 *   <li>{@link dev.loomlet.web.HttpDate}: dates in three forms (§5.6.7)
 *   <li>{@link dev.loomlet.web.EntityTag}, {@link dev.loomlet.web.EntityTags}: ETag, If-Match, If-None-Match (§8.8.3, §13.1)
 *   <li>{@link dev.loomlet.web.ByteRange}, {@link dev.loomlet.web.ByteRanges}, {@link dev.loomlet.web.ContentRange},
 *       {@link dev.loomlet.web.IfRange}: Range, Content-Range, If-Range (§14, §13.1.5)
 *   <li>{@link dev.loomlet.web.MediaType}: Content-Type (§8.3)
 *   <li>{@link dev.loomlet.web.Params}: names with several values; {@link dev.loomlet.web.QueryString}: as a query or form is sent
 *   <li>{@link dev.loomlet.web.Cookies}: Cookie; {@link dev.loomlet.web.SetCookie}, {@link dev.loomlet.web.SetCookieBuilder},
 *       {@link dev.loomlet.web.SameSite}: Set-Cookie (RFC 6265)
 *   <li>{@code Weighted}, {@code AcceptedTokens}, {@code AcceptField}: what a client likes how much; {@link dev.loomlet.web.Accept},
 *       {@link dev.loomlet.web.AcceptCharset}, {@link dev.loomlet.web.AcceptEncoding}, {@link dev.loomlet.web.AcceptLanguage} (§12.5)
 *   <li>{@link dev.loomlet.web.CacheControl}, {@link dev.loomlet.web.CacheControlBuilder}: Cache-Control (RFC 9111)
 *   <li>{@link dev.loomlet.web.Authorization}: Authorization (§11.4, RFC 7617)
 *   <li>{@link dev.loomlet.web.Forwarded}, {@link dev.loomlet.web.ForwardedNode}: Forwarded (RFC 7239)
 * </ol>
 */
@NullMarked
package dev.loomlet.web;

import org.jspecify.annotations.NullMarked;
