/**
 * What stands between a server and an application (PEP 3333, "Middleware: Components that Play Both Sides"). Each is a
 * {@link dev.loomlet.wsgi.Middleware} of its own, for any server that keeps the contract. In the order in which they usually stand, the
 * outermost first:
 *
 * {@snippet lang = java :
 * Application site = Middleware.compose(AccessLogging.to(System.out), new RequestId(), new ErrorPage(), new HttpExceptions())
 *         .wrap(PathDispatch.builder().get("/", home).build());
 * }
 *
 * <ol>
 *   <li>{@link dev.loomlet.middleware.AccessLogging}: tells of each request, by {@code LoggedCall}, in an {@link
 *       dev.loomlet.middleware.AccessEntry}
 *   <li>{@link dev.loomlet.middleware.RequestId}: a name for each request
 *   <li>{@link dev.loomlet.middleware.IpFilter}: 403 to addresses that are not allowed
 *   <li>{@link dev.loomlet.middleware.RateLimit}: 429 to who asks too often, by {@code ClientKeys} and {@code Buckets}
 *   <li>{@link dev.loomlet.middleware.SecurityHeaders}: headers by which browsers protect their users
 *   <li>{@link dev.loomlet.middleware.Cors}: what pages of other origins may do, set by {@link dev.loomlet.middleware.CorsBuilder}
 *   <li>{@link dev.loomlet.middleware.Compress}: gzip and deflate, chosen by {@code CompressChoice}, done by {@code CompressedResponse},
 *       {@code CompressedBody} and {@code Encoder}
 *   <li>{@link dev.loomlet.middleware.ErrorPage}: 500 for what an application throws, on a {@code DebugPage} if wanted
 *   <li>{@link dev.loomlet.middleware.Timeouts}: 503 when an answer does not begin in time, by {@code TimeLimit}, {@code TimedInput}
 *       and {@code TimedResult}
 *   <li>{@link dev.loomlet.middleware.XslTransform}: pages of XML answers by a {@code Stylesheet}; {@code XslResponse}, {@code XslBlocks} and
 *       {@code LimitedOutput} keep the document until it is whole
 *   <li>{@link dev.loomlet.middleware.HttpExceptions}: what an application throws is answered
 *   <li>{@link dev.loomlet.middleware.BasicAuth}: a user's name and password
 *   <li>{@link dev.loomlet.middleware.Sessions}: a {@link dev.loomlet.middleware.Session} for each client in a cookie, a {@code SignedToken}, set by
 *       {@link dev.loomlet.middleware.SessionsBuilder}
 *   <li>{@link dev.loomlet.middleware.Cascade}: several applications, until one has what is asked for, by {@code CascadeAttempt} and
 *       {@code ReplayInput}
 *   <li>{@link dev.loomlet.middleware.PathDispatch}: an application for each path, by {@code PathTemplate} and {@code PathTree}
 *   <li>{@link dev.loomlet.middleware.StaticFiles}: an application that serves a folder, set by {@link
 *       dev.loomlet.middleware.StaticFilesBuilder} ({@code StaticOptions}): {@code StaticPath} says what may name a file, {@code StaticFolder}
 *       finds it, {@code StaticEntry} answers with it, {@code StaticCache} remembers it, {@code SlashRedirect} leads into folders
 * </ol>
 *
 * <p>To other servers, in the order of a request's way:
 *
 * <ol>
 *   <li>{@link dev.loomlet.middleware.Forward}: a reverse proxy
 *   <li>{@link dev.loomlet.middleware.ForwardConfig} and {@link dev.loomlet.middleware.ForwardConfigBuilder}: how it passes requests on
 *   <li>{@code ForwardRequest}: the request for a backend, out of {@code ForwardTarget}, {@code ForwardHeaders} ({@code HopByHop}, {@code
 *       ProxyFields}) and {@code ForwardBody}
 *   <li>{@code BackendClient}: sends it to a {@code BackendUri} by the JDK's HTTP client, its body by an {@code Upload}
 *   <li>{@code AnswerHead}, {@code AnswerBody}: the answer; or a {@code BackendException}
 *   <li>{@code Gateway}: what the client gets
 *   <li>{@link dev.loomlet.middleware.Balance}: the same to several backends, made by a {@link dev.loomlet.middleware.BalanceBuilder}, chosen by
 *       a {@link dev.loomlet.middleware.BalanceStrategy}
 *   <li>{@code Backend}: whether one is up, which {@link dev.loomlet.middleware.BackendStatus} shows
 *   <li>{@link dev.loomlet.middleware.HealthCheck}, {@code HealthChecks}: how that is found out
 * </ol>
 *
 * <p>{@code PassedResult} and {@code RescuedBody} carry a result through a middleware, {@code PassedInput} and {@code WatchedInput} a
 * request's body.
 *
 * <p>All keep PEP 3333: each block is passed on when it comes, a {@link java.util.List} and a {@link dev.loomlet.wsgi.FileWrapper}
 * stay what they are where the body is not changed, {@code close()} is passed on once. They run on the requests' threads, and are immutable or
 * safe for use by several.
 */
@NullMarked
package dev.loomlet.middleware;

import org.jspecify.annotations.NullMarked;
