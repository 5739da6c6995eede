/**
 * PEP 3333 in Java: what an application author and a middleware author import.
 *
 * <table class="striped">
 * <caption>PEP 3333 and here</caption>
 * <thead><tr><th scope="col">PEP 3333</th><th scope="col">here</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code app(environ, start_response)}</th><td>{@link dev.loomlet.wsgi.Application}</td></tr>
 * <tr><th scope="row">{@code environ}</th><td>{@link dev.loomlet.wsgi.Environ}, a mutable map with PEP 3333's keys</td></tr>
 * <tr><th scope="row">{@code wsgi.input}</th><td>{@link dev.loomlet.wsgi.InputBody}</td></tr>
 * <tr><th scope="row">{@code start_response}</th><td>{@link dev.loomlet.wsgi.StartResponse}</td></tr>
 * <tr><th scope="row">a status string, a list of headers</th><td>{@link dev.loomlet.wsgi.Status}, {@link dev.loomlet.wsgi.Headers}</td></tr>
 * <tr><th scope="row">{@code write}</th><td>{@link dev.loomlet.wsgi.Writer}</td></tr>
 * <tr><th scope="row">the returned iterable</th><td>any {@code Iterable<byte[]>}; {@link dev.loomlet.wsgi.Body} makes the usual ones</td></tr>
 * <tr><th scope="row">{@code wsgi.file_wrapper}</th><td>{@link dev.loomlet.wsgi.FileWrapper}</td></tr>
 * <tr><th scope="row">native strings</th><td>{@link dev.loomlet.wsgi.NativeStrings}</td></tr>
 * <tr><th scope="row">middleware</th><td>{@link dev.loomlet.wsgi.Middleware}</td></tr>
 * <tr><th scope="row">none</th><td>{@link dev.loomlet.wsgi.Stopping}, for responses without an end</td></tr>
 * <tr><th scope="row">{@code wsgiref.validate}</th><td>{@link dev.loomlet.wsgi.Lint}</td></tr>
 * </tbody>
 * </table>
 *
 * Nothing in this package starts a thread or opens a socket.
 */
@NullMarked
package dev.loomlet.wsgi;

import org.jspecify.annotations.NullMarked;
