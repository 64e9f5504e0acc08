/// A pool of whole processes, each on a host of its own on this machine, and what goes wrong there.
@NullMarked
package dev.hansa.acceptance.pool;

import org.jspecify.annotations.NullMarked;
