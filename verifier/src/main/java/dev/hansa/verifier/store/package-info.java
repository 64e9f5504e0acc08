/// Requests in a database.
@NullMarked
package dev.hansa.verifier.store;

import org.jspecify.annotations.NullMarked;
