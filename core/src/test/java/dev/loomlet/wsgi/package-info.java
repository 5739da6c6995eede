/** The contract against PEP 3333 and Python's {@code wsgiref}. */
@NullMarked
package dev.loomlet.wsgi;

import org.jspecify.annotations.NullMarked;
