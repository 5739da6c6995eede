/**
 * The hub (eventlet's): one loop that polls sockets and runs the virtual threads that are ready, so that a request costs neither a
 * hop between threads nor a system call to be woken. In the order of the flow:
 *
 * <ol>
 *   <li>{@code JavaLang}: what of {@code java.lang} has to be open, and what happens where it is not
 *   <li>{@code Hubs}: one hub a processor, for all servers of the program; which one gets a connection
 *   <li>{@code Hub}: the place: queues, selector, and the executor of its connections' virtual threads, {@code Inbox}; {@code WakeupPipe}
 *       ends its sleep
 *   <li>{@code Lease}: who may touch it
 *   <li>{@code HubThread}: a platform thread that holds a place, and what belongs to the thread
 *   <li>{@code HubSocket}: how a virtual thread waits for its socket, {@code Readiness}, reads and writes it, {@code SunNioCh} by its
 *       descriptor, {@code ChannelIo} where that is not open
 *   <li>{@code HubListener}: how one waits for connections
 *   <li>{@code HubTimers}: what the loop runs later, {@code HubTimer}
 *   <li>{@code Relief}: hands the place of a thread that is stuck to another, {@code Spares}, {@code Renicing}
 *   <li>{@code Exile}: whether a handler is why that thread does not come back, {@code ThreadStat}; {@code Stuck}: says which one
 * </ol>
 *
 * <p>Rules. What runs on a hub thread itself, tasks and selector callbacks, never blocks and takes no lock that a virtual thread may
 * hold or wait for: the hub would wait for a thread that only it can run. Hence a virtual thread touches neither the selector nor,
 * once it is registered, anything of its channel but read and write; the rest it asks the loop for.
 *
 * <p>Not exported: an implementation package of the server.
 */
@NullMarked
package dev.loomlet.server.hub;

import org.jspecify.annotations.NullMarked;
