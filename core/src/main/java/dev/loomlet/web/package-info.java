/**
 * What an application is made of above the contract: helpers that are plain values and functions over {@link dev.loomlet.wsgi}.
 *
 * <p>Responses:
 *
 * <ol>
 *   <li>{@link dev.loomlet.web.Response}: a response, which is an application
 *   <li>{@link dev.loomlet.web.HttpException}: one that is thrown
 *   <li>{@code Content}: what it sends; {@code ProblemPage} is a page that says what went wrong
 *   <li>{@code Locations}: where a redirect leads
 *   <li>{@code Sending}: what becomes of it for one request
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
 */
@NullMarked
package dev.loomlet.web;

import org.jspecify.annotations.NullMarked;
