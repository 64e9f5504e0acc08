/// Bytes, keys, signatures, DIDs and DID documents, and what the upper libraries need from the
/// ledger.
@NullMarked
package dev.hansa.identity;

import org.jspecify.annotations.NullMarked;
