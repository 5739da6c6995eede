/** Green threads against eventlet's own tests (see README.md) and against each other. */
@NullMarked
package dev.loomlet.green;

import org.jspecify.annotations.NullMarked;
