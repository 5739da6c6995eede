/** What a scheduler of virtual threads tells the green threads. For the server's hub; not exported to others. */
@NullMarked
package dev.loomlet.green.spi;

import org.jspecify.annotations.NullMarked;
