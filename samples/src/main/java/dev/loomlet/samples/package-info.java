/**
 * Small programs to read and to try, the classical ones of WSGI tutorials, one file each:
 *
 * <ol>
 *   <li>{@link dev.loomlet.samples.Hello}: an application, a listener, a server
 *   <li>{@link dev.loomlet.samples.Spawned}: the server's handle
 *   <li>{@link dev.loomlet.samples.ApplicationForms}: a function, an instance or a class as the application
 *   <li>{@link dev.loomlet.samples.IpAllowList}: a middleware
 *   <li>{@link dev.loomlet.samples.PathDispatchSample}: applications by path, behind that middleware
 *   <li>{@link dev.loomlet.samples.MiddlewareStack}: what usually stands around an application
 *   <li>{@link dev.loomlet.samples.Guestbook}: forms, a cookie and a session
 *   <li>{@link dev.loomlet.samples.Streaming}: a response that is made while it is sent
 *   <li>{@link dev.loomlet.samples.LiveClock}: server-sent events, to every page that is open
 *   <li>{@link dev.loomlet.samples.Chat}: WebSocket, between all pages that are open
 *   <li>{@link dev.loomlet.samples.Upload}: a request body that is read while it comes
 *   <li>{@link dev.loomlet.samples.FileSample}: a file, copied by the operating system
 *   <li>{@link dev.loomlet.samples.StaticSite}: a folder as a site
 *   <li>{@link dev.loomlet.samples.Tls}: HTTPS
 *   <li>{@link dev.loomlet.samples.WebobHello}: a request, with forms and files, and a response
 *   <li>{@link dev.loomlet.samples.DjangoStyle}: views behind a handler as Django's, {@link dev.loomlet.samples.DjangoHandler}
 *   <li>{@link dev.loomlet.samples.LoadBalancer}: a load balancer and the servers behind it
 *   <li>{@link dev.loomlet.samples.Xsl}: a page of XML by a stylesheet
 *   <li>{@link dev.loomlet.samples.BackdoorSample}: a prompt into the running program
 *   <li>{@link dev.loomlet.samples.Echo}: everything of a request, as JSON by {@link dev.loomlet.samples.Json}
 *   <li>{@link dev.loomlet.samples.EchoServer}, {@link dev.loomlet.samples.ChatServer}, {@link dev.loomlet.samples.PortForwarder}, {@link
 *       dev.loomlet.samples.ConnectMany}: sockets and green threads without HTTP
 *   <li>{@link dev.loomlet.samples.ProducerConsumer}: green threads and a queue between them
 *   <li>{@link dev.loomlet.samples.RecursiveCrawler}, {@link dev.loomlet.samples.FeedScraper}: many fetches at a time, by a pool
 * </ol>
 *
 * {@link dev.loomlet.samples.Samples} starts one of them, as {@link dev.loomlet.samples.CommandLine} says; each is a {@link
 * dev.loomlet.samples.Sample}, or a {@link dev.loomlet.samples.Program}, whose options {@link dev.loomlet.samples.ProgramLine} reads. Pages for browsers are read by {@link dev.loomlet.samples.Page}.
 */
@NullMarked
package dev.loomlet.samples;

import org.jspecify.annotations.NullMarked;
