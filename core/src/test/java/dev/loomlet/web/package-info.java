/** Tests of the helpers for applications. */
@NullMarked
package dev.loomlet.web;

import org.jspecify.annotations.NullMarked;
